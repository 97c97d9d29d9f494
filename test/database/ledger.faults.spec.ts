import {
  aClaim,
  anAttempt,
  aRequest,
  brokenChecks,
  finished,
  PRICED,
  reserved,
  tokens,
  type OpenLedger,
} from './open-ledger';
import { openAt, stores, type Store } from './stores';

/** One settled call with two holds and an overage, one void call with a kept key, one open call. */
async function aLittleHistory(open: OpenLedger): Promise<void> {
  const limits = [aClaim({ cap: 100_000 })];
  const long = await reserved(
    open,
    aRequest({
      limits,
      price: PRICED,
      outputTokensMax: 9000,
      idempotency: { key: 'k', fingerprint: 'f' },
    }),
  );
  await open.ledger.extend(long, 500);
  await open.ledger.finish(long, {
    attempts: [anAttempt({ usage: tokens(100, 3000) })],
    outcome: { status: 200, headers: {}, body: Buffer.from('x') },
  });
  await finished(open, await reserved(open, aRequest({ limits, price: PRICED })), {
    outcome: 'unknown',
    usage: tokens(0, 0),
    isBillable: false,
  });
  await reserved(open, aRequest({ limits, price: PRICED }));
}

const write = (open: OpenLedger, sql: string) => open.database.transaction((tx) => tx.query(sql));

const settled = "(SELECT id FROM intents WHERE state = 'settled')";
const voided = "(SELECT id FROM intents WHERE state = 'void')";
const reservedOne = "(SELECT id FROM intents WHERE state = 'reserved')";

describe.each(stores())('rows that may not be on $name', (store) => {
  let open: OpenLedger;
  beforeAll(async () => {
    await store.start();
    open = await openAt(await store.newPlace());
    await aLittleHistory(open);
  }, 60_000);
  afterAll(async () => {
    expect(await brokenChecks(open)).toEqual([]);
    await open.close();
    await store.stop();
  });

  test.each([
    ['a changed transfer', 'UPDATE transfers SET amount = amount + 1'],
    ['a deleted transfer', 'DELETE FROM transfers'],
    ['a changed usage record', 'UPDATE usage_records SET output_tokens = 0'],
    ['a deleted usage record', 'DELETE FROM usage_records'],
    ['a changed price', 'UPDATE price_versions SET output = 0'],
    ['a deleted price', 'DELETE FROM price_versions'],
    ['a second ending of a call', `UPDATE intents SET charged_tokens = 0 WHERE id = ${settled}`],
    [
      'a reopened call',
      `UPDATE intents SET state = 'reserved', charged_tokens = NULL, charged_micro_credits = NULL, ended_at_ms = NULL WHERE id = ${settled}`,
    ],
    ['a deleted call', 'DELETE FROM intents'],
    [
      'an ended call without a charge',
      `UPDATE intents SET state = 'settled' WHERE id = ${reservedOne}`,
    ],
    [
      'a charge above the hold',
      `UPDATE intents SET state = 'settled', charged_tokens = held_tokens + 1, charged_micro_credits = 0, ended_at_ms = 1 WHERE id = ${reservedOne}`,
    ],
    [
      'credits above the hold',
      `UPDATE intents SET state = 'settled', charged_tokens = 0, charged_micro_credits = held_micro_credits + 1, ended_at_ms = 1 WHERE id = ${reservedOne}`,
    ],
    [
      'a void call that charges',
      `UPDATE intents SET state = 'void', charged_tokens = 1, charged_micro_credits = 0, ended_at_ms = 1 WHERE id = ${reservedOne}`,
    ],
    [
      'a second call under a charged key',
      `INSERT INTO intents (id, user_id, dialect, operation, model, is_streaming, state, input_tokens, held_tokens, held_micro_credits, price_version_id, claims, boot, created_at_ms, idempotency_key, fingerprint)
      SELECT 'again', user_id, dialect, operation, model, is_streaming, 'reserved', 1, 1, 0, price_version_id, '[]', boot, 1, idempotency_key, fingerprint FROM intents WHERE id = ${settled}`,
    ],
    [
      'a second end of a hold',
      "INSERT INTO transfers SELECT id || 'x', debit, credit, amount, phase, pending_id, intent_id, at_ms FROM transfers WHERE phase = 'post'",
    ],
    [
      'a transfer to oneself',
      "INSERT INTO transfers VALUES ('x', 'house', 'house', 1, 'single', NULL, NULL, 1)",
    ],
    [
      'a negative transfer',
      "INSERT INTO transfers VALUES ('x', 'house', 'revenue', -1, 'single', NULL, NULL, 1)",
    ],
    [
      'an end of nothing',
      "INSERT INTO transfers VALUES ('x', 'house', 'revenue', 1, 'post', NULL, NULL, 1)",
    ],
    ['a wallet below its floor', "UPDATE accounts SET floor = 0 WHERE kind = 'wallet'"],
    ['negative pending', "UPDATE accounts SET debits_pending = -1 WHERE kind = 'wallet'"],
    ['a window above its cap', 'UPDATE limit_windows SET used = cap + 1'],
    ['a negative window', 'UPDATE limit_windows SET held = -1'],
    [
      'a second charged attempt',
      `INSERT INTO usage_records (request_id, attempt, user_id, dialect, operation, model, is_streaming, provider, model_routed, outcome, source, is_billable, is_final, status, input_tokens, cache_read_tokens, cache_write_tokens, output_tokens, reasoning_tokens, charged_tokens, charged_micro_credits, house_micro_credits, started_at_ms, duration_ms, ended_at_ms)
      SELECT request_id, 9, user_id, dialect, operation, model, is_streaming, provider, model_routed, outcome, source, TRUE, TRUE, status, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 FROM usage_records WHERE is_billable`,
    ],
    [
      'a charged attempt that did not end the call',
      `INSERT INTO usage_records (request_id, attempt, user_id, dialect, operation, model, is_streaming, provider, model_routed, outcome, source, is_billable, is_final, status, input_tokens, cache_read_tokens, cache_write_tokens, output_tokens, reasoning_tokens, charged_tokens, charged_micro_credits, house_micro_credits, started_at_ms, duration_ms, ended_at_ms)
      SELECT request_id, 9, user_id, dialect, operation, model, is_streaming, provider, model_routed, 'ok', source, TRUE, FALSE, status, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 FROM usage_records WHERE NOT is_billable`,
    ],
    [
      'a charged attempt of unknown fate',
      `INSERT INTO usage_records (request_id, attempt, user_id, dialect, operation, model, is_streaming, provider, model_routed, outcome, source, is_billable, is_final, status, input_tokens, cache_read_tokens, cache_write_tokens, output_tokens, reasoning_tokens, charged_tokens, charged_micro_credits, house_micro_credits, started_at_ms, duration_ms, ended_at_ms)
      SELECT request_id, 9, user_id, dialect, operation, model, is_streaming, provider, model_routed, 'unknown', source, TRUE, FALSE, status, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 FROM usage_records WHERE NOT is_billable`,
    ],
    ...(store.name === 'sqlite'
      ? [
          ['a fraction in a window', 'UPDATE limit_windows SET used = 0.5'],
          [
            'text in a transfer',
            "INSERT INTO transfers VALUES ('x', 'house', 'revenue', 'much', 'single', NULL, NULL, 1)",
          ],
          [
            'a fraction in a wallet',
            "UPDATE accounts SET credits_posted = 1.5 WHERE kind = 'wallet'",
          ],
        ]
      : []),
  ] as [string, string][])('%s is refused by the database', async (_, sql) => {
    await expect(write(open, sql)).rejects.toThrow(/constraint|refused/iu);
  });
});

describe.each(stores())('faults planted on $name', (store) => {
  beforeAll(() => store.start(), 60_000);
  afterAll(() => store.stop());

  const faults: [fault: string, sql: string, found: string[]][] = [
    [
      'a transfer from nowhere',
      "INSERT INTO transfers VALUES ('x', 'nobody', 'revenue', 5, 'single', NULL, NULL, 1)",
      ['book_sums_to_zero'],
    ],
    [
      'a wallet total changed',
      "UPDATE accounts SET debits_posted = debits_posted + 1 WHERE kind = 'wallet'",
      ['wallet_totals_match_transfers'],
    ],
    [
      'a pending total changed',
      "UPDATE accounts SET debits_pending = 0 WHERE kind = 'wallet'",
      ['wallet_totals_match_transfers'],
    ],
    [
      'a wallet below its floor',
      "UPDATE accounts SET floor = 0 WHERE kind = 'wallet'",
      ['wallets_above_floor'],
    ],
    [
      'a hold lost',
      `DELETE FROM transfers WHERE phase = 'pending' AND intent_id = ${reservedOne}`,
      ['wallet_totals_match_transfers', 'holds_end_once'],
    ],
    [
      'an end lost',
      `DELETE FROM transfers WHERE phase = 'void' AND intent_id = ${voided}`,
      ['wallet_totals_match_transfers', 'holds_end_once'],
    ],
    [
      'an open call ended in the book',
      `INSERT INTO transfers SELECT intent_id || ':end:0', debit, credit, amount, 'void', id, intent_id, 1 FROM transfers WHERE phase = 'pending' AND intent_id = ${reservedOne}`,
      ['wallet_totals_match_transfers', 'holds_end_once'],
    ],
    [
      'an end larger than its hold',
      `UPDATE transfers SET amount = amount + 1 WHERE phase = 'void' AND intent_id = ${voided}`,
      ['ends_match_holds'],
    ],
    [
      'a posted amount changed',
      `UPDATE transfers SET amount = amount - 1 WHERE id = ${settled} || ':end:0'`,
      ['wallet_totals_match_transfers', 'charge_is_posted'],
    ],
    [
      'a transfer of an unknown call',
      "INSERT INTO transfers VALUES ('x', 'house', 'revenue', 5, 'single', NULL, 'gone', 1)",
      ['transfers_have_a_call'],
    ],
    [
      'an overage not paid by the house',
      `DELETE FROM transfers WHERE phase = 'single' AND intent_id = ${settled}`,
      ['overage_is_paid_by_the_house'],
    ],
    [
      'a charge changed',
      `UPDATE intents SET charged_micro_credits = charged_micro_credits - 1 WHERE id = ${settled}`,
      ['charge_is_posted', 'charge_recomputes_from_tokens'],
    ],
    [
      'tokens changed',
      'UPDATE usage_records SET output_tokens = 10 WHERE is_billable',
      ['charge_recomputes_from_tokens', 'house_cost_recomputes'],
    ],
    [
      'a price changed',
      "UPDATE price_versions SET output = 5000000 WHERE id = 'priced-1'",
      ['charge_recomputes_from_tokens', 'house_cost_recomputes'],
    ],
    [
      'a charged record lost',
      'DELETE FROM usage_records WHERE is_billable',
      ['charged_calls_have_one_billable_record', 'ended_calls_have_one_final_record'],
    ],
    [
      'a void call with a charged record',
      "UPDATE usage_records SET is_billable = TRUE, outcome = 'ok', house_micro_credits = 0 WHERE NOT is_billable",
      ['charged_calls_have_one_billable_record'],
    ],
    [
      'a call without a final record',
      'UPDATE usage_records SET is_final = FALSE WHERE NOT is_billable',
      ['ended_calls_have_one_final_record'],
    ],
    [
      'a record of an unknown call',
      "UPDATE usage_records SET request_id = 'gone' WHERE NOT is_billable",
      ['ended_calls_have_one_final_record', 'records_have_a_call'],
    ],
    [
      'a record of another user',
      "UPDATE usage_records SET user_id = 'other' WHERE NOT is_billable",
      ['records_have_a_call'],
    ],
    [
      'the cost of an unknown call forgotten',
      'UPDATE usage_records SET house_micro_credits = 0 WHERE NOT is_billable',
      ['house_cost_recomputes'],
    ],
    ['a window that forgets usage', 'UPDATE limit_windows SET used = 0', ['windows_match_calls']],
    [
      'a window that holds too much',
      'UPDATE limit_windows SET held = held + 1',
      ['windows_match_calls'],
    ],
    ['a window lost', 'DELETE FROM limit_windows', ['windows_match_calls']],
    ['a window above its cap', 'UPDATE limit_windows SET cap = 10', ['windows_within_cap']],
    [
      'a kept answer of nobody',
      "UPDATE outcome_store SET intent_id = 'gone'",
      ['kept_answers_belong_to_keyed_calls'],
    ],
    [
      'a key charged twice',
      `UPDATE intents SET state = 'settled', idempotency_key = 'k', fingerprint = 'f' WHERE state = 'void'`,
      ['one_charge_per_idempotency_key', 'charged_calls_have_one_billable_record'],
    ],
    [
      'an open call of a dead process',
      "UPDATE intents SET boot = 'gone' WHERE state = 'reserved'",
      store.name === 'sqlite' ? ['open_calls_have_an_owner'] : [],
    ],
  ];

  test.each(faults)('%s is found', async (_, sql, found) => {
    const open = await openAt(await store.newPlace());
    await aLittleHistory(open);
    expect(await brokenChecks(open)).toEqual([]);
    await disarm(open, store);
    await write(open, sql);
    expect((await brokenChecks(open)).sort()).toEqual(found.sort());
    await open.close();
  });

  test('no new call is taken until an admin has acknowledged what was found', async () => {
    const open = await openAt(await store.newPlace());
    await aLittleHistory(open);
    const running = await reserved(open);
    await write(open, 'UPDATE limit_windows SET used = used - 1');
    expect((await open.ledger.audit()).ok).toBe(false);
    await expect(open.ledger.reserve(aRequest())).rejects.toMatchObject({
      code: 'ledger_audit_failed',
      status: 503,
    });
    await finished(open, running);
    await open.ledger.acknowledgeAudit();
    await finished(open, await reserved(open));
    expect((await open.ledger.audit()).ok).toBe(false);
    await finished(open, await reserved(open));
    await open.close();
  });
});

/** Takes the database's own guards away, as somebody with a shell could. */
async function disarm(open: OpenLedger, store: Store): Promise<void> {
  if (store.name === 'postgres') {
    for (const table of ['transfers', 'usage_records', 'price_versions', 'intents']) {
      await write(open, `ALTER TABLE ${table} DISABLE TRIGGER USER`);
    }
    const checks: { relation: string; name: string }[] = await open.database.read.query(
      "SELECT conrelid::regclass::text AS relation, conname AS name FROM pg_constraint WHERE contype = 'c' AND connamespace = 'public'::regnamespace",
    );
    for (const { relation, name } of checks)
      await write(open, `ALTER TABLE ${relation} DROP CONSTRAINT "${name}"`);
  } else {
    const triggers: { name: string }[] = await open.database.read.query(
      "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    );
    for (const { name } of triggers) await write(open, `DROP TRIGGER ${name}`);
    await open.database.turn((turn) => turn.run('PRAGMA ignore_check_constraints=ON', []));
  }
  for (const index of ['intents_idempotency_key', 'usage_records_final_key']) {
    await write(open, `DROP INDEX ${index}`);
  }
}
