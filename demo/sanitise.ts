import type { HtmlNode } from './html-tree.ts';

/** What GitHub leaves in a job summary; other tags vanish and their content stays. */
const TAGS = new Set(
  (
    'a abbr b blockquote br caption code dd del details div dl dt em h1 h2 h3 h4 h5 h6 hr i img ins ' +
    'kbd li ol p picture pre q s samp small source span strike strong sub summary sup table tbody ' +
    'td tfoot th thead tr tt ul var wbr'
  ).split(' '),
);

/** Of these the content vanishes, too. */
const DROPPED = new Set(['script', 'style', 'iframe', 'noscript', 'textarea', 'title', 'xmp']);

const ATTRIBUTES = new Set(
  'align alt colspan height href open rowspan src start title valign width'.split(' '),
);

const SAFE_URL = /^(?:https?:|mailto:|[#/?.]|[^:]*$)/i;

/** The nodes as GitHub would show them: no scripts, styles, event handlers or unsafe links. */
export function sanitise(nodes: readonly HtmlNode[]): readonly HtmlNode[] {
  return nodes.flatMap((node): readonly HtmlNode[] => {
    if (typeof node === 'string') return [node];
    if (DROPPED.has(node.tag)) return [];
    const children = sanitise(node.children);
    if (!TAGS.has(node.tag)) return children;
    const kept = Object.entries(node.attributes).filter(([name, value]) => isSafe(name, value));
    return [{ tag: node.tag, attributes: Object.fromEntries(kept), children }];
  });
}

function isSafe(name: string, value: string): boolean {
  if (!ATTRIBUTES.has(name)) return false;
  return name !== 'href' && name !== 'src' ? true : SAFE_URL.test(value.trim());
}
