import { Agent as HttpAgent } from 'node:http';
import type { AgentOptions } from 'node:https';
import { Agent as HttpsAgent } from 'node:https';
import type { Socket } from 'node:net';
import { GateError } from '../errors.ts';
import { isLoopback } from './address.ts';

/** Servers drop idle connections after 5 s and more; one that is dropped while a request leaves is an ECONNRESET. */
const IDLE_SOCKET_MS = 4_000;

/** The agent's time-out ends a CONNECT through a proxy too, so it is not the idle one; without it Node ignores hints. */
const CONNECT_MS = 30_000;

const OPTIONS = { keepAlive: true, timeout: CONNECT_MS } as const;

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Keep-alive connections to one service, through the proxy that the environment names; loopback is never proxied.
 * Certificates are always checked, whatever NODE_TLS_REJECT_UNAUTHORIZED says.
 */
export function createAgent(base: URL, env: Environment): HttpAgent {
  const agent = base.protocol === 'http:' ? new HttpAgent(OPTIONS) : tlsAgent(base, env);
  agent.on('free', limitIdleTime);
  return agent;
}

function tlsAgent(base: URL, env: Environment): HttpsAgent {
  const proxyEnv = isLoopback(base) ? undefined : toProxyEnv(env);
  const agent = makeAgent({ ...OPTIONS, rejectUnauthorized: true, proxyEnv });
  if (agent !== undefined) return agent;
  throw new GateError('configuration', 'HTTPS_PROXY does not hold a URL: write http://proxy:3128');
}

/**
 * The environment's proxy as the runner, its toolkit and curl read it, where Node is narrower: a scheme may be written
 * in capitals, and a bare name in NO_PROXY covers its sub-domains.
 */
function toProxyEnv(env: Environment): Environment {
  const read = (name: string, change: (value: string) => string) => {
    const value = env[name];
    return value === undefined ? {} : { [name]: change(value) };
  };
  return {
    ...env,
    ...read('https_proxy', lowerScheme),
    ...read('HTTPS_PROXY', lowerScheme),
    ...read('no_proxy', withSubdomains),
    ...read('NO_PROXY', withSubdomains),
  };
}

function lowerScheme(proxy: string): string {
  return proxy.replace(/^https?:/i, (scheme) => scheme.toLowerCase());
}

function withSubdomains(list: string): string {
  const names = list.split(/[\s,]+/).filter((name) => name !== '');
  return names.flatMap((name) => [name, `.${name}`]).join(',');
}

/** What is thrown holds the proxy's URL, which may hold a password: it goes no further than here. */
function makeAgent(options: AgentOptions): HttpsAgent | undefined {
  try {
    return new HttpsAgent(options);
  } catch {
    return undefined;
  }
}

/** The server's own hint (`Keep-Alive: timeout=2`), which Node has applied already, may be shorter. */
function limitIdleTime(socket: Socket): void {
  if ((socket.timeout ?? 0) > IDLE_SOCKET_MS) socket.setTimeout(IDLE_SOCKET_MS);
}

/** What in the environment will not do what its author hopes; one sentence each, without the values. */
export function connectionWarnings(env: Environment, nodeVersion: string): readonly string[] {
  const warnings: string[] = [];
  const name = ['https_proxy', 'HTTPS_PROXY'].find((key) => (env[key] ?? '') !== '');
  if (name !== undefined && !/^https?:\/\//i.test(env[name] ?? '')) {
    warnings.push(`${name} is ignored: it must begin with http:// or https://`);
  }
  if (name !== undefined && !readsProxies(nodeVersion)) {
    warnings.push(`${name} is ignored: Node ${nodeVersion} cannot use it, Node 24.5 can`);
  }
  return warnings;
}

function readsProxies(nodeVersion: string): boolean {
  const [major = 0, minor = 0] = nodeVersion.replace(/^v/, '').split('.').map(Number);
  return major > 24 || (major === 24 && minor >= 5);
}
