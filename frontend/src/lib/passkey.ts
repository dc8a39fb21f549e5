import type { PasskeyAssertion, PasskeyCreation, PasskeyRegistration, PasskeyRequest } from '@/api/generated';

/** True where the browser knows passkeys and the address allows them (https, or this machine). */
export function passkeysSupported(): boolean {
  return typeof window !== 'undefined' && 'PublicKeyCredential' in window && window.isSecureContext;
}

/** The person closed the browser's dialog, or took too long: not a fault. */
export class PasskeyCancelled extends Error {
  constructor() {
    super('cancelled');
    this.name = 'PasskeyCancelled';
  }
}

/** Has the browser make a passkey. */
export async function makePasskey(options: PasskeyCreation, name: string): Promise<PasskeyRegistration> {
  const made = await ask(() =>
    navigator.credentials.create({
      publicKey: {
        challenge: bytes(options.challenge),
        rp: { id: options.rpId, name: options.rpName },
        user: { id: bytes(options.userId), name: options.userName, displayName: options.userDisplayName },
        pubKeyCredParams: options.algorithms.map((alg) => ({ type: 'public-key', alg })),
        excludeCredentials: options.exclude.map((id) => ({ type: 'public-key', id: bytes(id) })),
        authenticatorSelection: { residentKey: 'required', requireResidentKey: true, userVerification: 'required' },
        attestation: 'none',
        timeout: options.timeout,
      },
    }),
  );
  const response = made.response as AuthenticatorAttestationResponse;
  return {
    challengeId: options.challengeId,
    name,
    clientDataJson: text(response.clientDataJSON),
    attestationObject: text(response.attestationObject),
  };
}

/** Has the browser answer with one of the passkeys it keeps for us. */
export async function askPasskey(options: PasskeyRequest): Promise<PasskeyAssertion> {
  const found = await ask(() =>
    navigator.credentials.get({
      publicKey: {
        challenge: bytes(options.challenge),
        rpId: options.rpId,
        timeout: options.timeout,
        userVerification: 'required',
      },
    }),
  );
  const response = found.response as AuthenticatorAssertionResponse;
  return {
    challengeId: options.challengeId,
    credentialId: text(found.rawId),
    clientDataJson: text(response.clientDataJSON),
    authenticatorData: text(response.authenticatorData),
    signature: text(response.signature),
    userHandle: text(response.userHandle ?? new ArrayBuffer(0)),
  };
}

async function ask(work: () => Promise<Credential | null>): Promise<PublicKeyCredential> {
  try {
    const credential = await work();
    if (credential) return credential as PublicKeyCredential;
  } catch (error) {
    const name = error instanceof DOMException ? error.name : '';
    if (!['NotAllowedError', 'AbortError', 'TimeoutError'].includes(name)) throw error;
  }
  throw new PasskeyCancelled();
}

/** base64url → bytes. */
export function bytes(encoded: string): Uint8Array<ArrayBuffer> {
  const plain = atob(encoded.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(plain, (c) => c.charCodeAt(0));
}

/** Bytes → base64url without padding. */
export function text(buffer: ArrayBuffer): string {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}
