/**
 * A self-signed certificate for a server of a test's, made anew each time, so that no key lies in the repository. Version 1 of
 * X.509, without extensions: https://www.rfc-editor.org/rfc/rfc5280#section-4.1
 */
import { createHash, generateKeyPairSync, sign } from "node:crypto";

export interface Certificate {
  /** PEM */
  readonly key: string;
  /** PEM */
  readonly cert: string;
  /** base64 of the public key's sha256, by which a browser can be told to trust it */
  readonly fingerprint: string;
}

const DAY_MS = 86_400_000;
const INTEGER = 0x02;
const BIT_STRING = 0x03;
const OID = 0x06;
const UTF8_STRING = 0x0c;
const UTC_TIME = 0x17;
const SEQUENCE = 0x30;
const SET = 0x31;
const ECDSA_WITH_SHA256 = der(SEQUENCE, der(OID, Buffer.from("2a8648ce3d040302", "hex")));
const COMMON_NAME = der(OID, Buffer.from("550403", "hex"));

/** Valid from yesterday until tomorrow. */
export function makeCertificate(name: string): Certificate {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
  const publicDer = publicKey.export({ type: "spki", format: "der" });
  const subject = der(
    SEQUENCE,
    der(SET, der(SEQUENCE, COMMON_NAME, der(UTF8_STRING, Buffer.from(name, "utf8")))),
  );
  const validity = der(SEQUENCE, utcTime(Date.now() - DAY_MS), utcTime(Date.now() + DAY_MS));
  const serial = der(INTEGER, Buffer.from([1]));
  const content = der(SEQUENCE, serial, ECDSA_WITH_SHA256, subject, validity, subject, publicDer);
  // A bit string's first byte counts the bits that its last byte leaves unused.
  const signature = der(BIT_STRING, Buffer.from([0]), sign("sha256", content, privateKey));
  const cert = der(SEQUENCE, content, ECDSA_WITH_SHA256, signature).toString("base64");
  const lines = cert.match(/.{1,64}/g) ?? [];
  return {
    key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`,
    fingerprint: createHash("sha256").update(publicDer).digest("base64"),
  };
}

/** A value in DER: tag, length in bytes, content. */
function der(tag: number, ...content: readonly Buffer[]): Buffer {
  const body = Buffer.concat(content);
  const { length } = body;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...size]), body]);
}

/** Such as "261123224500Z". */
function utcTime(ms: number): Buffer {
  const digits = new Date(ms).toISOString().replace(/\D/g, "");
  return der(UTC_TIME, Buffer.from(`${digits.slice(2, 14)}Z`, "latin1"));
}
