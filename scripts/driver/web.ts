/**
 * The whole web, as far as a browser under test is told: it serves the pages that are put up here, under `localhost`, and the
 * hosts that are played here, refuses every other one, and notes each request. The browser is given it as its proxy, so
 * nothing passes it by, whatever part of the browser asks.
 */
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createSecureServer, type Server as SecureServer } from "node:https";
import type { AddressInfo } from "node:net";
import { basename, dirname, extname, join, normalize, sep } from "node:path";
import { BROWSERS_OWN_HOST, DICTIONARY_HOST } from "./browser.ts";
import { makeCertificate } from "./certificate.ts";

/** A request as it was made; `path` is "" where only the host could be seen (https to a host not played here). */
export interface SeenRequest {
  readonly host: string;
  readonly path: string;
}

export interface ServedPage {
  readonly body: string | Buffer;
  /** Default: "text/html", with the charset left to the page's own markup. */
  readonly type?: string;
}

/** Answers one request. */
type Answer = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

/** By the file's ending. No charset: a page says it itself, or the browser finds out as it does for any file. */
const TYPES: Readonly<Record<string, string>> = {
  ".avif": "image/avif",
  ".css": "text/css",
  ".gif": "image/gif",
  ".htm": "text/html",
  ".html": "text/html",
  ".jpeg": "image/jpeg",
  ".jpg": "image/jpeg",
  ".js": "text/javascript",
  ".json": "application/json",
  ".md": "text/plain",
  ".mhtml": "multipart/related",
  ".pdf": "application/pdf",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain",
  ".webp": "image/webp",
  ".woff2": "font/woff2",
  ".xht": "application/xhtml+xml",
  ".xhtml": "application/xhtml+xml",
  ".xml": "application/xml",
};

const BROWSERS_HOSTS: readonly string[] = [BROWSERS_OWN_HOST, DICTIONARY_HOST];

export class Web {
  readonly #server: Server;
  readonly #pages = new Map<string, ServedPage>();
  readonly #requests: SeenRequest[] = [];
  readonly #certificate = makeCertificate("Postil's tests");
  readonly #secureHosts = new Map<string, SecureServer>();
  readonly #answers = new Map<string, Answer>();
  #folder = "";

  private constructor(server: Server) {
    this.#server = server;
    server.on("request", (request, response) => void this.#answer(request, response));
    // https, and WebSocket: a tunnel to "host:port".
    server.on("connect", (request, socket) => {
      const host = (request.url ?? "").replace(/:\d+$/, "");
      const secure = this.#secureHosts.get(host);
      if (secure === undefined) {
        this.#note(host, "");
        socket.end("HTTP/1.1 502 Refused\r\n\r\n");
        return;
      }
      socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
      secure.emit("connection", socket);
    });
  }

  /** Listens on a free port of this machine. */
  static async start(): Promise<Web> {
    const server = createServer();
    const web = new Web(server);
    await new Promise<void>((resolve, reject) =>
      server.once("error", reject).listen(0, "127.0.0.1", resolve),
    );
    return web;
  }

  get #port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** For `BrowserOptions.proxy`. */
  get proxy(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Puts a page up and returns its address. `host` is any name that ends in `localhost`. */
  put(path: string, page: ServedPage, host = "localhost"): string {
    this.#pages.set(path, page);
    return `http://${host}:${this.#port}${path}`;
  }

  /** Serves a file, and what lies beside it (a saved page's pictures and styles). Returns the file's address. */
  putFile(path: string): string {
    this.#folder = dirname(path);
    return `http://localhost:${this.#port}/${encodeURIComponent(basename(path))}`;
  }

  /** For `BrowserOptions.trust`: the key with which the hosts of `putHost` identify themselves. */
  get fingerprint(): string {
    return this.#certificate.fingerprint;
  }

  /** Answers for a whole host over https, in a browser that trusts `fingerprint`; in place of what answered before. */
  putHost(host: string, answer: Answer): void {
    this.#answers.set(host, answer);
    // Browsers keep their connections to a host, so its server stays the same.
    if (this.#secureHosts.has(host)) return;
    const secure = createSecureServer(this.#certificate, (request, response) => {
      this.#note(host, request.url ?? "");
      void this.#answers.get(host)?.(request, response);
    });
    this.#secureHosts.set(host, secure);
  }

  /** All requests to this machine's pages, oldest first. */
  get requests(): SeenRequest[] {
    return this.#requests.filter(({ host }) => isLocal(host));
  }

  /** All requests to anywhere else; those that the browser makes for itself are left out. */
  get foreignRequests(): SeenRequest[] {
    return this.#requests.filter(({ host }) => !isLocal(host) && !BROWSERS_HOSTS.includes(host));
  }

  async close(): Promise<void> {
    for (const secure of this.#secureHosts.values()) secure.closeAllConnections();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #note(host: string, path: string): void {
    this.#requests.push({ host, path });
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // A proxy is asked for whole addresses, a server for paths.
    const url = new URL(request.url ?? "/", `http://${request.headers.host ?? "localhost"}`);
    this.#note(url.hostname, url.pathname);
    if (!isLocal(url.hostname)) {
      response.writeHead(502).end();
      return;
    }
    const page = this.#pages.get(url.pathname);
    if (page) {
      response
        .writeHead(200, { "content-type": page.type ?? "text/html", "cache-control": "no-store" })
        .end(page.body);
      return;
    }
    const file = this.#fileOf(url.pathname);
    const found = file === null ? null : await stat(file).catch(() => null);
    if (file === null || !found?.isFile()) {
      response.writeHead(404).end();
      return;
    }
    const type = TYPES[extname(file).toLowerCase()] ?? "application/octet-stream";
    response.writeHead(200, { "content-type": type, "content-length": found.size });
    createReadStream(file).pipe(response);
  }

  /** The file under the served folder that a path names, or null where it leads out of it. */
  #fileOf(pathname: string): string | null {
    if (this.#folder === "") return null;
    let path: string;
    try {
      path = normalize(join(this.#folder, decodeURIComponent(pathname)));
    } catch {
      return null;
    }
    return path.startsWith(this.#folder.replace(/[\\/]$/, "") + sep) ? path : null;
  }
}

function isLocal(host: string): boolean {
  return host === "localhost" || host.endsWith(".localhost") || host === "127.0.0.1";
}
