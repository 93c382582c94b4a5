/**
 * The page of `npm run parity`. The model runs in a worker, as it does in the extension for Firefox, where a document would
 * stand still meanwhile.
 */
const worker = new Worker("/parity-worker.js", { type: "module" });
const calls = new Map();
worker.onmessage = ({ data: { id, value, error } }) => {
  const { resolve, reject } = calls.get(id);
  calls.delete(id);
  if (error === undefined) resolve(value);
  else reject(new Error(error));
};
worker.onerror = ({ message }) => {
  for (const { reject } of calls.values()) reject(new Error(message));
  calls.clear();
};

/**
 * Calls a function of the worker's.
 * @param {string} name
 * @param {unknown[]} args
 */
globalThis.parity = (name, args) =>
  new Promise((resolve, reject) => {
    const id = crypto.randomUUID();
    calls.set(id, { resolve, reject });
    worker.postMessage({ id, name, args });
  });
