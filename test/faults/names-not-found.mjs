// Loaded into the gate's own process: the resolver knows no name, as often as LOOKUP_FAILURES says.
import dns from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';

let left = Number(process.env['LOOKUP_FAILURES'] ?? 'Infinity');
const { LOOKUP_CODE: code = 'ENOTFOUND' } = process.env;
const { lookup } = dns;

dns.lookup = (name, options, done) => {
  if (left <= 0) {
    lookup('127.0.0.1', options, done);
    return;
  }
  left -= 1;
  const error = Object.assign(new Error(`getaddrinfo ${code} ${name}`), { code, hostname: name });
  process.nextTick(done, error);
};
syncBuiltinESMExports();
