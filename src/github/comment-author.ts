import { object, string } from 'valibot';
import { GateError } from '../errors.ts';
import { type GitHub, readAnswer } from './octokit.ts';

/** Who the token is, once that has been asked. */
export interface Own {
  login: string | undefined;
}

/** Whom the token of a job stands for. No user can have this name: names of users hold no brackets. */
const JOB_TOKEN_LOGIN = 'github-actions[bot]';

const ViewerSchema = object({ viewer: object({ login: string() }) });

/** Whether the login is the token's own. Asks GitHub once, and only where it matters. */
export async function isOwnLogin(login: string, own: Own, github: GitHub): Promise<boolean> {
  own.login ??= await askLogin(github);
  return login.toLowerCase() === own.login.toLowerCase();
}

/** REST tells this to personal tokens only; GraphQL tells it to all. */
async function askLogin(github: GitHub): Promise<string> {
  try {
    const answer = await github.graphql('query { viewer { login } }');
    return readAnswer(ViewerSchema, answer, 'the name of its own token').viewer.login;
  } catch (error) {
    // With no time left, whatever else is tried would fail as well.
    if (error instanceof GateError && error.code === 'timed-out') throw error;
    return JOB_TOKEN_LOGIN;
  }
}
