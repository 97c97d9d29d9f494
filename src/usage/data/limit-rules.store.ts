import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from '../../common/database/database';
import { uuidv7 } from '../../common/database/uuid';
import type { WindowKind } from '../../ledger/ledger.types';
import type { RuleBook } from '../logic/limit-rules';
import { usageErrors } from '../usage.errors';
import { LimitRule } from './limit-rule.entity';

/** All rules are in memory, so that no call waits for the database to learn its limits. */
export const LIMIT_RULES_MAX = 10_000;

/** The limit rules: rows in the database, and the copy of them that calls are admitted by. */
@Injectable()
export class LimitRulesStore implements OnModuleInit {
  private readonly byId = new Map<string, LimitRule>();
  private readonly byScope = new Map<string, LimitRule[]>();

  constructor(private readonly database: Database) {}

  async onModuleInit(): Promise<void> {
    for (const rule of await this.database.reading(LimitRule).find({ take: LIMIT_RULES_MAX })) {
      this.remember(rule);
    }
  }

  get book(): RuleBook {
    return this.byScope;
  }

  /** In the order of scope and window. */
  list(): LimitRule[] {
    const nameOf = ({ scope, window }: LimitRule) => `${scope} ${window}`;
    return [...this.byId.values()].sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
  }

  /** Makes the rule of this scope and window, or changes its cap; calls are held to it at once. */
  async set(scope: string, window: WindowKind, cap: number): Promise<LimitRule> {
    const rule = await this.database.transaction(async (tx) => {
      const rules = tx.getRepository(LimitRule);
      const existing = await rules.findOneBy({ scope, window });
      if (existing === null && (await rules.count()) >= LIMIT_RULES_MAX) {
        throw usageErrors.too_many_limits({ rulesMax: LIMIT_RULES_MAX });
      }
      const changed = rules.create({
        id: existing?.id ?? uuidv7(),
        scope,
        window,
        cap,
        updatedAtMs: Date.now(),
      });
      await (existing === null ? rules.insert(changed) : rules.update(changed.id, changed));
      return changed;
    });
    this.forget(rule.id);
    this.remember(rule);
    return rule;
  }

  /** False when there was no such rule. */
  async remove(id: string): Promise<boolean> {
    const removed = await this.database.transaction((tx) =>
      tx.getRepository(LimitRule).delete({ id }),
    );
    this.forget(id);
    return (removed.affected ?? 0) > 0;
  }

  private remember(rule: LimitRule): void {
    this.byId.set(rule.id, rule);
    this.byScope.set(rule.scope, [...(this.byScope.get(rule.scope) ?? []), rule]);
  }

  private forget(id: string): void {
    const rule = this.byId.get(id);
    if (rule === undefined) return;
    this.byId.delete(id);
    const others = (this.byScope.get(rule.scope) ?? []).filter((other) => other.id !== id);
    if (others.length === 0) this.byScope.delete(rule.scope);
    else this.byScope.set(rule.scope, others);
  }
}
