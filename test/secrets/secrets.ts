import { ACCOUNT } from '../simulator/shop-images.ts';

// Obviously fakes, with every character that some encoding writes differently.

/** The part of the key that nobody may see; what stands before it is public. */
export const KEY_SECRET = 'q7"Zk8%Vx/2+Rw&9<Lm>4Tn=6Yb~Hs\\3Jd';
export const KEY: string = ['pat', ACCOUNT, 'tokenid', KEY_SECRET].join('.');
export const TOKEN = 'jf_Xw5"Pq%1/Gz+0&Bt<7Kc>2Md=9Rv~Ls\\4Ne';

/** What to look for. */
export const SECRETS: readonly string[] = [KEY_SECRET, TOKEN];
