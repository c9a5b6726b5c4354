import type { Reader } from '#src/store/engine/database.ts';

/** A sign-in that has begun and whose answer is awaited. */
export interface SignInUnderWay {
  /** SHA-256 of the cookie of the browser that began it. */
  readonly browserHash: string;
  readonly codeVerifier: string;
  readonly nonce: string;
  /** Path to go to afterwards. */
  readonly returnTo: string;
  readonly expiresAt: Date;
}

export async function saveSignIn(reader: Reader, stateHash: string, signIn: SignInUnderWay): Promise<void> {
  await reader.signIn.create({ data: { stateHash, ...signIn } });
}

/** The sign-in of a state, which nobody gets a second time; null where there is none, or no more. */
export async function consumeSignIn(reader: Reader, stateHash: string): Promise<SignInUnderWay | null> {
  const row = await reader.signIn.findUnique({ where: { stateHash } });
  if (!row) return null;
  const { count } = await reader.signIn.deleteMany({ where: { stateHash } });
  const { stateHash: _key, ...signIn } = row;
  return count > 0 ? signIn : null;
}

export async function deleteExpiredSignIns(reader: Reader, now: Date): Promise<void> {
  await reader.signIn.deleteMany({ where: { expiresAt: { lte: now } } });
}
