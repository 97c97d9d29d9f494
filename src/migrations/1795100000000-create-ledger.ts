import { Table, type MigrationInterface, type QueryRunner, type TableColumnOptions } from 'typeorm';
import { guardTable, immutableTable, wholeNumbers } from '../common/database/immutable-table';

const id = (name: string, more: Partial<TableColumnOptions> = {}): TableColumnOptions => ({
  name,
  type: 'varchar',
  length: '64',
  ...more,
});
const text = (name: string, more: Partial<TableColumnOptions> = {}): TableColumnOptions => ({
  name,
  type: 'text',
  ...more,
});
const whole = (name: string, more: Partial<TableColumnOptions> = {}): TableColumnOptions => ({
  name,
  type: 'bigint',
  ...more,
});
const optional = { isNullable: true };

const INTENT_COLUMNS: TableColumnOptions[] = [
  id('id', { isPrimary: true }),
  id('user_id'),
  id('api_key_id', optional),
  id('game_id', optional),
  id('play_session_id', optional),
  text('dialect'),
  text('operation'),
  text('model'),
  { name: 'is_streaming', type: 'boolean' },
  text('idempotency_key', optional),
  text('fingerprint', optional),
  text('state'),
  whole('input_tokens'),
  whole('held_tokens'),
  whole('held_micro_credits'),
  whole('charged_tokens', optional),
  whole('charged_micro_credits', optional),
  id('price_version_id'),
  text('claims'),
  id('boot'),
  whole('created_at_ms'),
  whole('ended_at_ms', optional),
];

/** The exact accounting of model calls; docs/accounting.md says what every constraint is for. */
export class CreateLedger1795100000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await this.createAccounts(runner);
    await this.createPriceVersions(runner);
    await this.createIntents(runner);
    await this.createTransfers(runner);
    await this.createWindows(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['limit_windows', 'transfers', 'intents', 'price_versions', 'accounts']) {
      await runner.dropTable(table);
    }
    if (runner.connection.options.type === 'sqlite') return;
    for (const table of ['transfers', 'price_versions']) {
      await runner.query(`DROP FUNCTION ${table}_no_update`);
      await runner.query(`DROP FUNCTION ${table}_no_delete`);
    }
    await runner.query('DROP FUNCTION intents_ended_once');
    await runner.query('DROP FUNCTION intents_no_delete');
  }

  private async createAccounts(runner: QueryRunner): Promise<void> {
    const totals = ['credits_posted', 'debits_posted', 'debits_pending'];
    await runner.createTable(
      new Table({
        name: 'accounts',
        columns: [
          id('id', { isPrimary: true }),
          id('kind'),
          id('owner_id', optional),
          ...totals.map((name) => whole(name, { default: 0 })),
          whole('floor', optional),
        ],
        checks: [
          {
            name: 'accounts_totals_check',
            expression: totals.map((name) => `${name} >= 0`).join(' AND '),
          },
          {
            name: 'accounts_floor_check',
            expression: 'floor IS NULL OR credits_posted - debits_posted - debits_pending >= floor',
          },
          {
            name: 'accounts_kind_check',
            expression: "kind IN ('wallet', 'funding', 'revenue', 'house')",
          },
          {
            name: 'accounts_whole_check',
            expression: wholeNumbers(runner, [...totals, 'floor']),
          },
        ],
      }),
    );
    await runner.query(
      "INSERT INTO accounts (id, kind) VALUES ('funding', 'funding'), ('revenue', 'revenue'), ('house', 'house')",
    );
  }

  private async createPriceVersions(runner: QueryRunner): Promise<void> {
    const prices = ['input', 'cache_read', 'cache_write', 'output', 'reasoning'];
    await runner.createTable(
      new Table({
        name: 'price_versions',
        columns: [id('id', { isPrimary: true }), ...prices.map((name) => whole(name))],
        checks: [
          {
            name: 'price_versions_check',
            expression: prices.map((name) => `${name} >= 0`).join(' AND '),
          },
          { name: 'price_versions_whole_check', expression: wholeNumbers(runner, prices) },
        ],
      }),
    );
    await immutableTable(runner, 'price_versions');
  }

  private async createIntents(runner: QueryRunner): Promise<void> {
    const amounts = [
      'input_tokens',
      'held_tokens',
      'held_micro_credits',
      'charged_tokens',
      'charged_micro_credits',
    ];
    await runner.createTable(
      new Table({
        name: 'intents',
        withoutRowid: true,
        columns: INTENT_COLUMNS,
        indices: [
          {
            name: 'intents_idempotency_key',
            columnNames: ['user_id', 'idempotency_key'],
            isUnique: true,
            where: "idempotency_key IS NOT NULL AND state <> 'void'",
          },
          { name: 'intents_open_idx', columnNames: ['boot'], where: "state = 'reserved'" },
        ],
        checks: [
          {
            name: 'intents_state_check',
            expression:
              "state IN ('reserved', 'settled', 'void') AND (state = 'reserved') = (charged_tokens IS NULL) AND (state = 'reserved') = (charged_micro_credits IS NULL) AND (state = 'reserved') = (ended_at_ms IS NULL)",
          },
          {
            name: 'intents_amounts_check',
            expression:
              'input_tokens >= 0 AND held_tokens >= 0 AND held_micro_credits >= 0 AND (charged_tokens IS NULL OR (charged_tokens >= 0 AND charged_tokens <= held_tokens)) AND (charged_micro_credits IS NULL OR (charged_micro_credits >= 0 AND charged_micro_credits <= held_micro_credits))',
          },
          {
            name: 'intents_void_check',
            expression: "state <> 'void' OR (charged_tokens = 0 AND charged_micro_credits = 0)",
          },
          {
            name: 'intents_idempotency_check',
            expression: '(idempotency_key IS NULL) = (fingerprint IS NULL)',
          },
          { name: 'intents_whole_check', expression: wholeNumbers(runner, amounts) },
        ],
      }),
    );
    await guardTable(runner, {
      table: 'intents',
      name: 'intents_ended_once',
      event: 'UPDATE',
      when: "OLD.state <> 'reserved'",
    });
    await guardTable(runner, { table: 'intents', name: 'intents_no_delete', event: 'DELETE' });
  }

  private async createTransfers(runner: QueryRunner): Promise<void> {
    await runner.createTable(
      new Table({
        name: 'transfers',
        withoutRowid: true,
        columns: [
          id('id', { length: '80', isPrimary: true }),
          id('debit'),
          id('credit'),
          whole('amount'),
          text('phase'),
          id('pending_id', { length: '80', ...optional }),
          id('intent_id', optional),
          whole('at_ms'),
        ],
        indices: [
          {
            name: 'transfers_pending_key',
            columnNames: ['pending_id'],
            isUnique: true,
            where: 'pending_id IS NOT NULL',
          },
          {
            name: 'transfers_intent_idx',
            columnNames: ['intent_id'],
            where: 'intent_id IS NOT NULL',
          },
        ],
        checks: [
          { name: 'transfers_sides_check', expression: 'debit <> credit' },
          { name: 'transfers_amount_check', expression: 'amount >= 0' },
          {
            name: 'transfers_phase_check',
            expression:
              "phase IN ('single', 'pending', 'post', 'void') AND (phase IN ('post', 'void')) = (pending_id IS NOT NULL)",
          },
          { name: 'transfers_whole_check', expression: wholeNumbers(runner, ['amount', 'at_ms']) },
        ],
      }),
    );
    await immutableTable(runner, 'transfers');
  }

  private async createWindows(runner: QueryRunner): Promise<void> {
    await runner.createTable(
      new Table({
        name: 'limit_windows',
        withoutRowid: true,
        columns: [
          id('scope', { length: '80', isPrimary: true }),
          id('unit', { isPrimary: true }),
          id('window_kind', { isPrimary: true }),
          id('window_start', { isPrimary: true }),
          whole('cap'),
          whole('used', { default: 0 }),
          whole('held', { default: 0 }),
        ],
        checks: [
          {
            name: 'limit_windows_check',
            expression: 'used >= 0 AND held >= 0 AND used + held <= cap',
          },
          {
            name: 'limit_windows_kind_check',
            expression: "unit = 'tokens' AND window_kind IN ('total', 'day', 'month')",
          },
          {
            name: 'limit_windows_whole_check',
            expression: wholeNumbers(runner, ['cap', 'used', 'held']),
          },
        ],
      }),
    );
  }
}
