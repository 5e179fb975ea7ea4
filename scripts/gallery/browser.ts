import { type ChildProcess, spawn } from 'node:child_process';
import { access, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import * as v from 'valibot';

/** Names that Chromium and its relatives go by. */
const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const START_MS = 30_000;
const ADDRESS = /DevTools listening on (ws:\/\/\S+)/;

const Message = v.object({
  id: v.optional(v.number()),
  method: v.optional(v.string()),
  sessionId: v.optional(v.string()),
  params: v.optional(v.unknown()),
  result: v.optional(v.unknown()),
  error: v.optional(v.object({ message: v.string() })),
});
const Created = v.object({ targetId: v.string() });
const Attached = v.object({ sessionId: v.string() });
const Layout = v.object({ cssContentSize: v.object({ height: v.number() }) });
const Picture = v.object({ data: v.string() });
const Texts = v.object({ result: v.object({ value: v.array(v.string()) }) });

/** The head of every table that is wider than its page. */
const WIDE_TABLES = `[...document.querySelectorAll('table')]
  .filter((table) => table.scrollWidth > table.clientWidth)
  .map((table) => table.rows[0].innerText.replaceAll('\\t', ' | '))`;

/** How a page is looked at. */
export interface View {
  /** CSS pixels. */
  readonly width: number;
  readonly scheme: 'light' | 'dark';
  /** Pixels of the picture to one CSS pixel. */
  readonly scale: number;
  /** Whether everything folded is unfolded first. */
  readonly unfolded?: boolean;
}

type Params = Readonly<Record<string, unknown>>;
type Answer = (message: v.InferOutput<typeof Message>) => void;

/** Path of a browser: the variable CHROMIUM, else the first one on the PATH; `undefined` where there is none. */
export async function findBrowser(env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const named = env['CHROMIUM'];
  if (named !== undefined && named !== '') return named;
  for (const folder of (env['PATH'] ?? '').split(delimiter)) {
    for (const name of NAMES) {
      const path = join(folder, name);
      const isThere = await access(path).then(
        () => true,
        () => false,
      );
      if (isThere) return path;
    }
  }
  return undefined;
}

/** One headless browser with one page, driven by its DevTools protocol. */
export class Browser {
  readonly #process: ChildProcess;
  readonly #socket: WebSocket;
  readonly #profile: string;
  readonly #waiting = new Map<number, Answer>();
  readonly #loads: (() => void)[] = [];
  /** The page that commands are for; none while it is opened. */
  #session: string | undefined = undefined;
  #lastId = 0;

  private constructor(process: ChildProcess, socket: WebSocket, profile: string) {
    this.#process = process;
    this.#socket = socket;
    this.#profile = profile;
    socket.addEventListener('message', ({ data }) => this.#take(String(data)));
  }

  static async open(path: string): Promise<Browser> {
    const profile = await mkdtemp(join(tmpdir(), 'gallery-'));
    const flags = ['--headless=new', '--remote-debugging-port=0', '--hide-scrollbars'];
    const child = spawn(
      path,
      [...flags, '--no-sandbox', '--disable-gpu', `--user-data-dir=${profile}`, 'about:blank'],
      { stdio: ['ignore', 'ignore', 'pipe'] },
    );
    const socket = new WebSocket(await readAddress(child));
    await new Promise((resolve, reject) => {
      socket.addEventListener('open', resolve);
      socket.addEventListener('error', () => reject(new Error('The browser does not answer.')));
    });
    const browser = new Browser(child, socket, profile);
    const { targetId } = v.parse(
      Created,
      await browser.#send('Target.createTarget', { url: 'about:blank' }),
    );
    const attached = await browser.#send('Target.attachToTarget', { targetId, flatten: true });
    await browser.#enter(v.parse(Attached, attached).sessionId);
    return browser;
  }

  /** Pictures of a page, one for each view, as PNG. */
  async photograph(url: string, views: readonly View[]): Promise<readonly Buffer[]> {
    const loaded = new Promise<void>((resolve) => this.#loads.push(resolve));
    await this.#send('Page.navigate', { url });
    await loaded;
    const pictures: Buffer[] = [];
    for (const view of views) pictures.push(await this.#shoot(view));
    return pictures;
  }

  /** The heads of the tables that can only be read by scrolling sideways, of the page that was photographed last. */
  async findWideTables(view: View): Promise<readonly string[]> {
    await this.#look({ ...view, unfolded: true });
    const answer = await this.#send('Runtime.evaluate', {
      expression: WIDE_TABLES,
      returnByValue: true,
    });
    return v.parse(Texts, answer).result.value;
  }

  async close(): Promise<void> {
    const ended = new Promise((resolve) => this.#process.once('exit', resolve));
    this.#socket.close();
    this.#process.kill();
    await ended;
    await rm(this.#profile, { recursive: true, force: true, maxRetries: 5 });
  }

  async #enter(session: string): Promise<void> {
    this.#session = session;
    await this.#send('Page.enable');
  }

  async #shoot(view: View): Promise<Buffer> {
    await this.#look(view);
    const { width } = view;
    const { cssContentSize } = v.parse(Layout, await this.#send('Page.getLayoutMetrics'));
    const clip = { x: 0, y: 0, width, height: cssContentSize.height, scale: 1 };
    const answer = await this.#send('Page.captureScreenshot', {
      captureBeyondViewport: true,
      clip,
    });
    return Buffer.from(v.parse(Picture, answer).data, 'base64');
  }

  async #look({ width, scheme, scale, unfolded = false }: View): Promise<void> {
    await this.#send('Emulation.setEmulatedMedia', {
      features: [{ name: 'prefers-color-scheme', value: scheme }],
    });
    const metrics = { width, height: 1, deviceScaleFactor: scale, mobile: false };
    await this.#send('Emulation.setDeviceMetricsOverride', metrics);
    const expression = `for (const one of document.querySelectorAll('details')) one.open = ${unfolded}`;
    await this.#send('Runtime.evaluate', { expression });
  }

  #send(method: string, params: Params = {}): Promise<unknown> {
    this.#lastId += 1;
    const id = this.#lastId;
    const session = this.#session === undefined ? {} : { sessionId: this.#session };
    this.#socket.send(JSON.stringify({ id, method, params, ...session }));
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, ({ result, error }) => {
        if (error === undefined) resolve(result);
        else reject(new Error(`${method}: ${error.message}`));
      });
    });
  }

  #take(data: string): void {
    const message = v.parse(Message, JSON.parse(data));
    if (message.method === 'Page.loadEventFired') this.#loads.shift()?.();
    if (message.id === undefined) return;
    this.#waiting.get(message.id)?.(message);
    this.#waiting.delete(message.id);
  }
}

function readAddress(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    const fail = () => reject(new Error(`The browser did not start:\n${said}`));
    const timer = setTimeout(fail, START_MS);
    child.once('error', reject);
    child.once('exit', fail);
    child.stderr?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const address = ADDRESS.exec(said)?.[1];
      if (address === undefined) return;
      clearTimeout(timer);
      resolve(address);
    });
  });
}
