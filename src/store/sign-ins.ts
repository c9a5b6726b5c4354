import type { Reader } from '#src/store/engine/database.ts';

/** A pending sign-in, before the provider’s callback. */
export interface SignInUnderWay {
  /** SHA-256 of the cookie of the browser that started it. */
  readonly browserHash: string;
  readonly codeVerifier: string;
  readonly nonce: string;
  /** Path to redirect to afterwards. */
  readonly returnTo: string;
  readonly expiresAt: Date;
}

export async function saveSignIn(reader: Reader, stateHash: string, signIn: SignInUnderWay): Promise<void> {
  await reader.signIn.create({ data: { stateHash, ...signIn } });
}

/** Reads and deletes the sign-in of a state, so that it can be used once; null if there is none. */
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
