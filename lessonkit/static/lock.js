// The lock: a passphrase becomes a key that cannot be taken out of the browser's memory, and the key seals texts.
// The same is done in Python, so what is sealed here opens there.

/** @typedef {{kdf: string, rounds: number, salt: string}} Derivation  how a key comes from its passphrase */
/** @typedef {{iv: string, sealed: string}} Sealed  base64 */
/** @typedef {{entries: CryptoKey, names: CryptoKey}} Keys */

export const ROUNDS = 600_000;
export const SHORTEST = 8;

/** @param {Uint8Array<ArrayBuffer>} bytes */
export function toBase64(bytes) {
  let text = "";
  for (let start = 0; start < bytes.length; start += 0x8000) text += String.fromCharCode(...bytes.subarray(start, start + 0x8000));
  return btoa(text);
}

/** @param {string} text  @returns {Uint8Array<ArrayBuffer>} */
export const fromBase64 = (text) => Uint8Array.from(atob(text), (one) => one.charCodeAt(0));

const encoded = (/** @type {string} */ text) => /** @type {Uint8Array<ArrayBuffer>} */ (new TextEncoder().encode(text));

/** @returns {Derivation} a new one, for a new passphrase */
export const derivation = () => ({ kdf: "PBKDF2-SHA256", rounds: ROUNDS, salt: toBase64(crypto.getRandomValues(new Uint8Array(16))) });

/**
 * PBKDF2 with HMAC-SHA256.
 * @param {Uint8Array<ArrayBuffer>} passphrase
 * @param {Uint8Array<ArrayBuffer>} salt
 * @param {number} iterations
 * @param {number} [length]  in bytes
 */
export async function pbkdf2(passphrase, salt, iterations, length = 32) {
  const key = await crypto.subtle.importKey("raw", passphrase, "PBKDF2", false, ["deriveBits"]);
  return crypto.subtle.deriveBits({ name: "PBKDF2", hash: "SHA-256", salt, iterations }, key, length * 8);
}

/**
 * HKDF's secret, as a key for deriving others.
 * @param {BufferSource} secret
 */
export const hkdfSecret = (secret) => crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveBits", "deriveKey"]);

/**
 * HKDF with SHA-256, for one of these others.
 * @param {BufferSource} info
 * @param {BufferSource} [salt]
 */
export const hkdf = (info, salt = new Uint8Array()) => ({ name: "HKDF", hash: "SHA-256", salt, info });

/**
 * @param {string} passphrase
 * @param {Derivation} how
 * @returns {Promise<Keys>}
 */
export async function unlocked(passphrase, { rounds, salt }) {
  const master = await hkdfSecret(await pbkdf2(encoded(passphrase.normalize("NFC")), fromBase64(salt), rounds));
  return {
    entries: await crypto.subtle.deriveKey(hkdf(encoded("lessonkit entries")), master, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]),
    names: await crypto.subtle.deriveKey(hkdf(encoded("lessonkit names")), master, { name: "HMAC", hash: "SHA-256", length: 256 }, false, ["sign"]),
  };
}

/**
 * AES-256-GCM.
 * @param {CryptoKey} key
 * @param {Uint8Array<ArrayBuffer>} plain
 * @param {Uint8Array<ArrayBuffer>} additionalData
 * @param {Uint8Array<ArrayBuffer>} [iv]  new each time, but for tests
 * @returns {Promise<Sealed>}
 */
export async function sealBytes(key, plain, additionalData, iv = crypto.getRandomValues(new Uint8Array(12))) {
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData }, key, plain);
  return { iv: toBase64(iv), sealed: toBase64(new Uint8Array(sealed)) };
}

/**
 * @param {CryptoKey} key
 * @param {string} text
 * @param {string} about  what it belongs to, in the clear; it opens nowhere else
 */
export const seal = (key, text, about) => sealBytes(key, encoded(text), encoded(about));

/**
 * @param {CryptoKey} key
 * @param {Sealed} sealed
 * @param {string} about
 * @returns {Promise<string | null>} null if the key is another, or a single bit was changed
 */
export async function opened(key, { iv, sealed }, about) {
  try {
    const algorithm = { name: "AES-GCM", iv: fromBase64(iv), additionalData: encoded(about) };
    return new TextDecoder("utf-8", { fatal: true }).decode(await crypto.subtle.decrypt(algorithm, key, fromBase64(sealed)));
  } catch {
    return null;
  }
}

/**
 * The name under which a sealed thing is stored: it says nothing of the activity to whoever has no key.
 * @param {CryptoKey} key
 * @param {string} activity
 */
export async function hiddenName(key, activity) {
  const signed = new Uint8Array(await crypto.subtle.sign("HMAC", key, encoded(activity)));
  return Array.from(signed, (one) => one.toString(16).padStart(2, "0")).join("");
}
