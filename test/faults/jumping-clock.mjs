// Loaded into the gate's own process: after a few looks, the wall clock jumps by CLOCK_JUMP milliseconds.
const jump = Number(process.env['CLOCK_JUMP'] ?? '0');
const { now } = Date;
let looks = 0;

Date.now = () => {
  looks += 1;
  return now() + (looks > 8 ? jump : 0);
};
