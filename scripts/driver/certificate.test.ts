import { createHash, X509Certificate } from "node:crypto";
import { createSecureContext } from "node:tls";
import { expect, test } from "vitest";
import { makeCertificate } from "./certificate.ts";

test("a certificate is signed with its own key, valid today, and known by its key's hash", () => {
  const { cert, fingerprint } = makeCertificate("Ä test");
  const read = new X509Certificate(cert);
  expect(read.subject).toBe("CN=Ä test");
  expect(read.verify(read.publicKey)).toBe(true);
  expect(Date.parse(read.validFrom)).toBeLessThan(Date.now());
  expect(Date.parse(read.validTo)).toBeGreaterThan(Date.now());
  const key = read.publicKey.export({ type: "spki", format: "der" });
  expect(fingerprint).toBe(createHash("sha256").update(key).digest("base64"));
});

test("a server takes it, whatever the length of its signature", () => {
  // A signature's two numbers are each a byte or two shorter now and then.
  for (let i = 0; i < 50; i++) {
    const { key, cert } = makeCertificate("test");
    expect(() => createSecureContext({ key, cert })).not.toThrow();
  }
});
