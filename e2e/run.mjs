// Drives the pages and the one-file report in a real browser.
//   BASE_URL  where the pages are served (default http://127.0.0.1:4173/)
//   REPORT    a report.html; its checks are left out when it is not set
//   CHROMIUM  the browser (default /usr/bin/chromium)
// Screenshots go to out/. Exit code 1 on any violation.
import { mkdir, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { launch } from './browser.mjs';
import { finish } from './checks.mjs';
import { everyPage, walk, withoutScript, findPages } from './site.mjs';
import { report } from './report.mjs';

const base = process.env.BASE_URL ?? 'http://127.0.0.1:4173/';
const out = fileURLToPath(new URL('./out/', import.meta.url));
await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });

const browser = await launch();
try {
  const pages = await findPages(browser, base);
  for (const lang of ['ja', 'en']) {
    await walk(browser, base, lang, pages);
    await withoutScript(browser, base, lang, pages);
  }
  await everyPage(browser, base, pages, out);
  if (process.env.REPORT) {
    await report(browser, process.env.REPORT, out);
  } else {
    console.log('REPORT is not set: report.html is not checked');
  }
} finally {
  await browser.close();
}
process.exitCode = finish();
