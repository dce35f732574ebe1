// Counts what holds and what does not.
let passed = 0;
const failures = [];

export function check(name, holds, detail = '') {
  if (holds) {
    passed += 1;
  } else {
    failures.push(name);
    console.log(`FAIL ${name}${detail ? `\n     ${detail}` : ''}`);
  }
}

export function none(name, list) {
  check(name, list.length === 0, list.slice(0, 5).join('\n     '));
}

export function finish() {
  console.log(`${passed} passed, ${failures.length} failed`);
  return failures.length === 0 ? 0 : 1;
}
