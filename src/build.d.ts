/** The browser that this build is for (see vite.config.ts). */
declare const __BROWSER__: "chromium" | "firefox";
