// The served pages: every kind of page in both languages, wide and narrow,
// light and dark; then the ways through the assessment page.
import { axe, open, overflow } from './browser.mjs';
import { check, none } from './checks.mjs';

// One address of every kind of page, without the language, found by following
// the links a reader would follow.
export async function findPages(browser, base) {
  const { context, page } = await open(browser);
  const first = async (path, selector) => {
    await page.goto(new URL(path, base).href);
    const href = await page.locator(selector).first().getAttribute('href', { timeout: 10_000 });
    return href.replace(/^\/en/, '');
  };
  const assessment = await first('/en/assessments', '#results tbody th a');
  const pages = {
    overview: '/',
    subjects: '/subjects',
    subject: await first('/en/subjects', '#results tbody th a'),
    assessments: '/assessments',
    assessment,
    finding: await first(`/en${assessment}`, '.findings tbody th a'),
    classifications: `${assessment}/classifications`,
    attest: '/attest',
    evidence: await first('/en/attest', '#results tbody th a'),
    runs: '/runs',
    run: await first('/en/runs', '#results tbody th a'),
    frameworks: '/frameworks',
    framework: await first('/en/frameworks', '#results tbody th a'),
    controls: '/controls',
    nothing: '/no-such-page',
    clocks: '/clocks?detected=2026-11-02T08:40&aware=2026-11-02T17:00&offset=%2B09:00&now=2026-11-10T12:00&critical_safety_incident=yes&role=provider&training_compute_flop=2e26',
    clocksEmpty: '/clocks',
    portfolio: '/portfolio',
    timeline: '/timeline',
    'timeline in full': '/timeline?span=all',
    'a text that ended': '/provisions/euaia.50.2?as_of=2025-01-01',
    'ask which': '/ask',
    'ask first': '/ask?begin=1',
    'ask later': '/ask?jurisdiction=EU&a.role=provider&a.placed_on_eu_market=yes&unknown=is_gpai_model',
    crosswalk: '/crosswalk',
    crosswalkFrameworks: '/crosswalk?rows=EU&columns=US',
    comparison: '/crosswalk/eu-ai-act/eu-gpai-code',
    divergences: '/divergences',
    divergence: '/divergences/compute-thresholds',
    declarations: '/declarations',
    declaration: '/declarations/hiroshima-reporting',
    country: '/declarations/country/JPN',
    policies: '/policies',
    policy: '/policies/us-ai-action-plan',
    lag: '/policies/lag',
  };
  pages.fines = `${pages.subject}/penalties`;
  pages.provision = await first(`/en${pages.framework}`, '.article a');
  await context.close();
  return pages;
}

export async function everyPage(browser, base, pages, out) {
  for (const scheme of ['light', 'dark']) {
    for (const width of [1280, 360]) {
      const { context, page, troubles } = await open(browser, { width, scheme });
      for (const [kind, path] of Object.entries(pages)) {
        for (const lang of ['ja', 'en']) {
          const name = `${kind} ${lang} ${width} ${scheme}`;
          const response = await page.goto(new URL(`/${lang}${path}`, base).href, { waitUntil: 'load' });
          check(`${name}: status`, response.status() === (kind === 'nothing' ? 404 : 200), `${response.status()}`);
          if (kind === 'nothing') troubles.length = 0; // the browser logs the 404 itself
          check(`${name}: lang`, (await page.locator('html').getAttribute('lang')) === lang);
          check(`${name}: one h1`, (await page.locator('h1').count()) === 1);
          const wide = await overflow(page);
          check(`${name}: no sideways scroll`, wide <= 0, `${wide} px too wide`);
          none(`${name}: axe`, await axe(page));
          none(`${name}: quiet`, troubles.splice(0));
          await page.evaluate(() => window.scrollTo(0, 0));
          await page.screenshot({ path: `${out}${kind}-${lang}-${width}-${scheme}.png`, fullPage: true });
        }
      }
      await context.close();
    }
  }
}

// What a reader does on the assessment page.
export async function walk(browser, base, lang, pages) {
  const { context, page, troubles } = await open(browser, { locale: lang });
  const other = lang === 'ja' ? 'en' : 'ja';
  const at = (path) => new URL(`/${lang}${path}`, base).href;

  await page.goto(new URL('/', base).href);
  check(`${lang}: the front door leads to the reader's language`, new URL(page.url()).pathname === `/${lang}/`, page.url());

  await page.goto(at(pages.assessment));
  await page.locator(`.rail a[hreflang=${other}]`).click();
  check(`${lang}: switch to ${other}`, page.url().includes(`/${other}${pages.assessment}`), page.url());
  await page.goBack();
  check(`${lang}: and back`, (await page.locator('html').getAttribute('lang')) === lang);

  // Keyboard: the skip link comes first, is seen, and leads to the content.
  await page.keyboard.press('Tab');
  const skip = page.locator('.skip:focus');
  check(`${lang}: the skip link is the first stop`, (await skip.count()) === 1);
  check(`${lang}: and is seen`, (await page.locator('.skip').boundingBox())?.y >= 0);
  await page.keyboard.press('Enter');
  check(`${lang}: and leads to the content`, await page.evaluate(() => document.activeElement?.id === 'main'));
  for (let stop = 0; stop < 12; stop += 1) {
    await page.keyboard.press('Tab');
    const ring = await page.evaluate(() => {
      const style = getComputedStyle(document.activeElement);
      return `${style.outlineStyle} ${style.outlineWidth}`;
    });
    check(`${lang}: focus is visible at stop ${stop + 1}`, !/none|^\S+ 0px/.test(ring), ring);
  }

  // A cell with several duties: cell, duty, trace.
  await page.goto(at(pages.assessment));
  const cells = page.locator('.heat td a');
  check(`${lang}: every cell has a word`, (await cells.allTextContents()).every((text) => text.trim().length > 1));
  const several = page.locator('.heat td a[href^="?"]').first();
  if (await several.count()) {
    await several.click();
    await page.waitForLoadState();
    await page.locator('.findings tbody th a').first().click();
    await page.waitForLoadState();
    check(`${lang}: trace two clicks from a cell`, await page.locator('.trace').first().isVisible());
    check(`${lang}: citation beside it`, await page.locator('dl.meta dd').first().isVisible());
  }
  await page.goto(at(pages.assessment));
  const single = page.locator('.heat td a:not([href^="?"])').first();
  if (await single.count()) {
    await single.click();
    await page.waitForLoadState();
    check(`${lang}: trace one click from a cell with one duty`, await page.locator('.trace').first().isVisible());
  }

  // Filter by framework: results change without leaving the page.
  await page.goto(at(pages.assessment));
  const select = page.locator('select[name=framework]');
  const choice = await select.locator('option').nth(1).getAttribute('value');
  await page.evaluate(() => {
    globalThis.sameDocument = true;
    document.querySelector('#results [role=status]').sameElement = true;
  });
  const answered = page.waitForResponse((response) => response.url().includes(`framework=${choice}`));
  await select.selectOption(choice);
  await answered;
  await page.waitForURL((url) => url.searchParams.get('framework') === choice, { timeout: 10_000 });
  check(`${lang}: the filter keeps the page`, await page.evaluate(() => globalThis.sameDocument === true));
  // A status that is replaced is not read out; one whose text changes is.
  const kept = await page.evaluate(() => document.querySelector('#results [role=status]').sameElement === true);
  check(`${lang}: the count is announced`, kept);
  check(`${lang}: and the chosen framework`, (await select.inputValue()) === choice);
  const after = await page.locator('#results .count').textContent();
  await page.reload();
  check(`${lang}: the filtered address gives the same`, (await page.locator('#results .count').textContent()) === after);
  await page.goto(at(pages.framework));
  await page.locator('input[name=q]').fill('zzzz-not-there');
  await page.waitForFunction(() => !document.querySelector('#results .article'));
  check(`${lang}: a search without result says so`, /\b0\b|0/.test(await page.locator('#results .count').textContent()));

  // Print: the navigation is left out.
  await page.goto(at(pages.assessment));
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  check(`${lang}: print leaves the navigation out`, !(await page.locator('.rail').isVisible()));
  const paper = await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  check(`${lang}: print is light`, paper === 'rgb(255, 255, 255)', paper);

  none(`${lang}: the walk is quiet`, troubles);
  await context.close();
}

// The same ways with scripts off.
export async function withoutScript(browser, base, lang, pages) {
  const { context, page, troubles } = await open(browser, { script: false, width: 360 });
  const at = (path) => new URL(`/${lang}${path}`, base).href;
  await page.goto(at(pages.assessment));
  const select = page.locator('select[name=framework]');
  const choice = 'eu-ai-act';
  await select.selectOption(choice);
  await page.locator('.filter .btn').first().click();
  await page.waitForLoadState();
  check(`${lang}: the form works without script`, page.url().includes(`framework=${choice}`), page.url());
  await page.locator('.findings tbody th a').first().click();
  await page.waitForLoadState();
  check(`${lang}: and the trace is reached`, await page.locator('.trace').first().isVisible());
  for (const [kind, path] of Object.entries(pages)) {
    if (kind === 'nothing') continue;
    await page.goto(at(path));
    check(`${lang} ${kind}: reads without script`, (await page.locator('main').innerText()).length > 60);
  }
  none(`${lang}: quiet without script`, troubles);
  await context.close();
}
