// One Chromium, and pages that are watched: what they log, load and refuse.
import { readFile } from 'node:fs/promises';
import { chromium } from 'playwright-core';

const axeSource = await readFile(new URL('./node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

export async function launch() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--headless',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  });
}

// A page of its own context. `troubles` collects everything that must not be:
// console errors, script errors, failed or foreign requests.
export async function open(browser, { width = 1280, scheme = 'light', script = true, locale = 'en' } = {}) {
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    colorScheme: scheme,
    javaScriptEnabled: script,
    locale,
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  const troubles = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) troubles.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => troubles.push(`script: ${error.message}`));
  page.on('requestfailed', (request) => {
    // A navigation that another one replaces is no failure.
    const why = request.failure()?.errorText ?? '';
    if (why !== 'net::ERR_ABORTED') troubles.push(`failed: ${request.url()} ${why}`);
  });
  const home = new URL(process.env.BASE_URL ?? 'http://127.0.0.1:4173/').origin;
  page.on('request', (request) => {
    const url = new URL(request.url());
    const own = url.origin === home || ['file:', 'data:', 'about:'].includes(url.protocol);
    if (!own) troubles.push(`foreign: ${request.url()}`);
  });
  return { context, page, troubles };
}

// Violations axe finds, one line each.
export async function axe(page) {
  await page.evaluate(axeSource);
  const found = await page.evaluate(
    (tags) => globalThis.axe.run(document, { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] }),
    TAGS,
  );
  return found.violations.map(
    (violation) =>
      `${violation.id} (${violation.impact}) ${violation.nodes.length}×: ${violation.nodes
        .slice(0, 3)
        .map((node) => `${node.target.join(' ')} ${node.any[0]?.message ?? ''}`)
        .join(' | ')}`,
  );
}

// Pixels by which the page is wider than the window.
export async function overflow(page) {
  return page.evaluate(() => {
    const root = document.documentElement;
    return Math.max(root.scrollWidth, document.body.scrollWidth) - root.clientWidth;
  });
}
