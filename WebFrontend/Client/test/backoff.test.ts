import assert from 'node:assert/strict';
import { it } from 'node:test';
import { waitAfter } from '../src/live/backoff';

it('waits between half and the whole of what the number of failures asks for', () => {
  assert.equal(waitAfter(0, 0), 250);
  assert.equal(waitAfter(0, 1), 500);
  assert.equal(waitAfter(3, 0.5), 3_000);
});

it('never waits longer than 30 s, however often it failed', () => {
  assert.equal(waitAfter(2_000, 1), 30_000);
});
