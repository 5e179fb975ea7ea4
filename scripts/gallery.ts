import { copyFile, mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { escapeHtml } from '../demo/html-tree.ts';
import { formatPage, renderSummary } from '../demo/summary-page.ts';
import { Browser, findBrowser, type View } from './gallery/browser.ts';
import { type Exhibit, goldenExhibits, scenarioExhibits } from './gallery/exhibits.ts';

const FOLDER = fileURLToPath(new URL('../build/gallery', import.meta.url));
const IMAGES = fileURLToPath(new URL('../docs/images', import.meta.url));

const TELEPHONE: View = { width: 400, scheme: 'light', scale: 1 };

/** The widths of a run's page on a desktop and on a telephone. */
const VIEWS: Readonly<Record<string, View>> = {
  light: { width: 1_012, scheme: 'light', scale: 1 },
  dark: { width: 1_012, scheme: 'dark', scale: 1 },
  'light-narrow': TELEPHONE,
  'dark-narrow': { ...TELEPHONE, scheme: 'dark' },
  unfolded: { width: 1_012, scheme: 'light', scale: 1, unfolded: true },
  'unfolded-narrow': { ...TELEPHONE, unfolded: true },
};

/** Pictures that stand in the README, by the exhibit they show. */
const README_PICTURES: Readonly<Record<string, string>> = {
  'run-critical': 'summary-failed.png',
  'run-clean': 'summary-passed.png',
};
const README_BYTES = 200_000;

const HELP = `npm run gallery [-- --golden] [-- --readme]

Renders everything that people read on GitHub into build/gallery/index.html.
Names the tables that do not fit a telephone.
--golden  only the golden cases, without running the action
--readme  also renews the pictures in docs/images; not together with --golden`;

const args = process.argv.slice(2);
if (args.includes('--help')) console.log(HELP);
else await main({ golden: args.includes('--golden'), readme: args.includes('--readme') });

async function main(wish: { golden: boolean; readme: boolean }): Promise<void> {
  const path = await findBrowser(process.env);
  if (path === undefined) {
    console.warn('::warning::No gallery: there is no Chromium on the PATH or in CHROMIUM.');
    console.warn('NOTHING WAS RENDERED. On Debian: apt-get install chromium');
    return;
  }
  const exhibits = [...goldenExhibits(), ...(wish.golden ? [] : await scenarioExhibits())];
  await rm(FOLDER, { recursive: true, force: true });
  await mkdir(FOLDER, { recursive: true });
  const browser = await Browser.open(path);
  try {
    for (const exhibit of exhibits) await show(browser, exhibit);
    if (wish.readme && !wish.golden) await renewReadme(browser);
  } finally {
    await browser.close();
  }
  await writeFile(join(FOLDER, 'index.html'), formatIndex(exhibits));
  console.log(`${exhibits.length} texts, ${Object.keys(VIEWS).length} pictures each:`);
  console.log(join(FOLDER, 'index.html'));
}

async function show(browser: Browser, { name, title, markdown }: Exhibit): Promise<void> {
  const page = join(FOLDER, `${name}.html`);
  await writeFile(page, await formatPage(title, renderSummary(markdown)));
  const pictures = await browser.photograph(pathToFileURL(page).href, Object.values(VIEWS));
  for (const head of await browser.findWideTables(TELEPHONE))
    console.warn(`${name}: wider than ${TELEPHONE.width} px: ${head}`);
  for (const [index, view] of Object.keys(VIEWS).entries()) {
    const picture = pictures[index];
    if (picture !== undefined) await writeFile(join(FOLDER, `${name}.${view}.png`), picture);
  }
}

async function renewReadme(browser: Browser): Promise<void> {
  await mkdir(IMAGES, { recursive: true });
  for (const [exhibit, file] of Object.entries(README_PICTURES)) {
    const page = pathToFileURL(join(FOLDER, `${exhibit}.html`)).href;
    const view: View = { width: 1_012, scheme: 'light', scale: 1.5 };
    const [picture = Buffer.alloc(0)] = await browser.photograph(page, [view]);
    const sharp = join(FOLDER, file);
    await writeFile(sharp, picture);
    const { size } = await stat(sharp);
    const plain = join(FOLDER, `${exhibit}.light.png`);
    await copyFile(size > README_BYTES ? plain : sharp, join(IMAGES, file));
  }
}

function formatIndex(exhibits: readonly Exhibit[]): string {
  const rows = exhibits.map(({ name, title }) => {
    const figures = Object.keys(VIEWS).map(
      (view) =>
        `<a href="${name}.${view}.png"><img loading="lazy" src="${name}.${view}.png" alt="${view}"></a>`,
    );
    return `<section><h2><a href="${name}.html">${escapeHtml(name)}</a></h2><p>${escapeHtml(title)}</p><div>${figures.join('')}</div></section>`;
  });
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Image Gate: gallery</title>
<style>
body { font: 16px/1.5 sans-serif; margin: 2rem; background: #808890; }
div { display: flex; gap: 1rem; align-items: flex-start; overflow-x: auto; }
img { max-height: 40rem; }
</style>
</head>
<body>
<h1>What people read on GitHub</h1>
${rows.join('\n')}
</body>
</html>
`;
}
