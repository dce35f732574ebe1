// The one-file report, opened from disk, with scripts off.
import { pathToFileURL } from 'node:url';
import { axe, open, overflow } from './browser.mjs';
import { check, none } from './checks.mjs';

export async function report(browser, path, out) {
  const url = pathToFileURL(path).href;
  for (const lang of ['ja', 'en']) {
    const other = lang === 'ja' ? 'en' : 'ja';
    for (const scheme of ['light', 'dark']) {
      for (const width of [1280, 360]) {
        const name = `report ${lang} ${width} ${scheme}`;
        const { context, page, troubles } = await open(browser, { width, scheme });
        await page.goto(`${url}#${lang}`);
        check(`${name}: shows ${lang}`, await page.locator(`#${lang}`).isVisible());
        check(`${name}: hides ${other}`, !(await page.locator(`#${other}`).isVisible()));
        const wide = await overflow(page);
        check(`${name}: no sideways scroll`, wide <= 0, `${wide} px too wide`);
        none(`${name}: axe`, await axe(page));
        await page.screenshot({ path: `${out}report-${lang}-${width}-${scheme}.png`, fullPage: true });
        // Everything open: what is folded away must be sound too.
        await page.evaluate((id) => {
          for (const details of document.querySelectorAll(`#${id} details`)) details.open = true;
        }, lang);
        const wider = await overflow(page);
        check(`${name}: no sideways scroll when open`, wider <= 0, `${wider} px too wide`);
        none(`${name}: axe when open`, await axe(page));
        none(`${name}: quiet`, troubles);
        await context.close();
      }
    }
    await read(browser, url, lang, other, out);
  }
}

// What a reader does, without script.
async function read(browser, url, lang, other, out) {
  const { context, page, troubles } = await open(browser, { script: false });
  await page.goto(`${url}#${lang}`);
  await page.locator(`#${lang} .top a[hreflang=${other}]`).click();
  check(`report ${lang}: the switch shows ${other}`, await page.locator(`#${other}`).isVisible());
  check(`report ${lang}: and hides ${lang}`, !(await page.locator(`#${lang}`).isVisible()));
  await page.locator(`#${other} .top a[hreflang=${lang}]`).click();
  check(`report ${lang}: and back`, await page.locator(`#${lang}`).isVisible());

  // Cell to trace in at most two clicks.
  const several = page.locator(`#${lang} .heat a[href*="-c-"]`).first();
  if (await several.count()) {
    await several.click();
    const line = page.locator(`#${lang} .behind:target a`).first();
    check(`report ${lang}: a cell opens its duties`, await line.isVisible());
    await line.click();
    check(`report ${lang}: trace two clicks from a cell`, await page.locator(`#${lang} .detail:target .trace`).isVisible());
    check(`report ${lang}: with its citation`, await page.locator(`#${lang} .detail:target dd`).first().isVisible());
    check(`report ${lang}: the language stays`, !(await page.locator(`#${other}`).isVisible()));
    await page.screenshot({ path: `${out}report-trace-${lang}.png` });
  }
  const single = page.locator(`#${lang} .heat a[href*="-p-"]`).first();
  if (await single.count()) {
    await single.click();
    check(`report ${lang}: trace one click from a cell with one duty`, await page.locator(`#${lang} .detail:target .trace`).isVisible());
  }
  // A fresh page: what the links above opened is closed again.
  await page.goto('about:blank');
  await page.goto(`${url}#${lang}`);
  const folded = page.locator(`#${lang} .quiet`).first();
  if (await folded.count()) {
    await folded.locator(':scope > summary').click();
    await folded.locator('li > details > summary').first().click();
    const trace = folded.locator('details[open] .trace').first();
    check(`report ${lang}: trace of what does not apply in two clicks`, await trace.isVisible());
  }

  // Paper: one language, light, no buttons.
  await page.goto(`${url}#${lang}`);
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  check(`report ${lang}: prints ${lang}`, await page.locator(`#${lang}`).isVisible());
  check(`report ${lang}: does not print ${other}`, !(await page.locator(`#${other}`).isVisible()));
  check(`report ${lang}: prints no button`, !(await page.locator(`#${lang} .top .btn`).isVisible()));
  const pdf = await page.pdf({ path: `${out}report-${lang}.pdf`, format: 'A4', preferCSSPageSize: true, printBackground: true });
  const sheets = (pdf.toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g) ?? []).length;
  check(`report ${lang}: prints on a sensible number of sheets`, sheets > 1 && sheets < 60, `${sheets}`);
  console.log(`report ${lang}: ${sheets} sheets of A4`);
  none(`report ${lang}: quiet without script`, troubles);
  await context.close();
}
