import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Config } from '../common/config/config';
import { isSealedWithOldKey, openText, sealText } from '../common/crypto/key-ring';
import { Database } from '../common/database/database';
import { isUuid, uuidv7 } from '../common/database/uuid';
import { EventBus } from '../common/events/event-bus';
import { AddressRefused, assertDiallable } from '../common/net/guarded-connector';
import type { ProviderSetting } from './clients/open-provider';
import { ProviderAccount } from './data/provider-account.entity';
import {
  isReservedName,
  keyContext,
  normalBaseUrl,
  PROVIDER_NAME_PATTERN,
} from './logic/account-rules';
import { PROVIDER_KINDS } from './logic/provider-kinds';
import { ProviderRegistry } from './provider-registry';
import { providersErrors } from './providers.errors';

/** All of them are open at once. */
export const PROVIDER_ACCOUNTS_MAX = 100;
const PRIORITY_DEFAULT = 100;

/** What an admin wants of a provider; what is left out stays as it is. */
export interface ProviderWish {
  /** Left out for a new one. */
  id?: string | undefined;
  name?: string | undefined;
  kind?: string | undefined;
  /** The kind's own when left out. */
  baseUrl?: string | undefined;
  /** Null takes the key away. */
  apiKey?: string | null | undefined;
  isEnabled?: boolean | undefined;
  priority?: number | undefined;
}

/** The providers that admins add at run time: rows in the database, keys sealed, and the registry told. */
@Injectable()
export class ProviderAccounts implements OnModuleInit, OnModuleDestroy {
  private readonly log = new Logger('providers');
  private refresh: { stop(): void } | null = null;

  constructor(
    private readonly database: Database,
    private readonly config: Config,
    private readonly registry: ProviderRegistry,
    private readonly events: EventBus,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.sealAgain();
    await this.reload();
    this.refresh = this.database.refreshOnPostgres(() => this.reload());
  }

  onModuleDestroy(): void {
    this.refresh?.stop();
  }

  list(): Promise<ProviderAccount[]> {
    return this.database
      .reading(ProviderAccount)
      .find({ order: { priority: 'ASC', name: 'ASC' }, take: PROVIDER_ACCOUNTS_MAX });
  }

  /** Null when there is none, or when it can no longer be opened: another ring, or another address. */
  keyOf({ id, baseUrl, sealedKey }: ProviderAccount): string | null {
    if (sealedKey === null) return null;
    return openText(this.config.encryptionKeys, sealedKey, keyContext(id, baseUrl));
  }

  /**
   * Adds or changes a provider; calls use it as soon as this resolves. A new base URL drops the key that
   * was saved for the old one. Throws `provider_unfit`, `provider_locked`, `provider_name_taken`,
   * `address_refused`, `too_many_providers` or `provider_not_found`.
   */
  async save(wish: ProviderWish): Promise<ProviderAccount> {
    const before = wish.id === undefined ? null : await this.get(wish.id);
    const wanted = this.merged(before, wish);
    await refuseAddress(wanted.baseUrl);
    await this.database.transaction(async (tx) => {
      await this.refuseClash(tx, wanted);
      if (before === null) await tx.insert(ProviderAccount, wanted);
      else await tx.update(ProviderAccount, { id: wanted.id }, wanted);
    });
    await this.changed();
    return wanted;
  }

  /** Running answers end undisturbed. Throws `provider_not_found`. */
  async remove(id: string): Promise<void> {
    const { id: known } = await this.get(id);
    await this.database.transaction((tx) => tx.delete(ProviderAccount, { id: known }));
    await this.changed();
  }

  async get(id: string): Promise<ProviderAccount> {
    const found = isUuid(id)
      ? await this.database.reading(ProviderAccount).findOneBy({ id })
      : null;
    if (found === null) throw providersErrors.provider_not_found({});
    return found;
  }

  toSetting(account: ProviderAccount): ProviderSetting {
    const { name, baseUrl } = account;
    return {
      name,
      kind: PROVIDER_KINDS.get(account.kind)!,
      baseUrls: [baseUrl],
      apiKey: this.keyOf(account),
      trust: 'operator',
    };
  }

  private merged(before: ProviderAccount | null, wish: ProviderWish): ProviderAccount {
    const nowMs = Date.now();
    const { id, ...was } = before ?? blankAccount(nowMs);
    const kind = PROVIDER_KINDS.get(wish.kind ?? was.kind);
    if (kind === undefined) {
      const reason = `kind is one of ${[...PROVIDER_KINDS.keys()].join(', ')}.`;
      throw providersErrors.provider_unfit({ reason });
    }
    const name = this.fitName(wish.name ?? (was.name || kind.name), kind.name);
    const oldUrl = was.kind === kind.name ? was.baseUrl : kind.baseUrl;
    const baseUrl = fitBaseUrl(wish.baseUrl ?? oldUrl);
    return Object.assign(new ProviderAccount(), was, {
      id,
      name,
      kind: kind.name,
      baseUrl,
      sealedKey: this.sealedKey(before, { id, baseUrl, apiKey: wish.apiKey }),
      isEnabled: wish.isEnabled ?? was.isEnabled,
      priority: wish.priority ?? was.priority,
      updatedAtMs: nowMs,
    });
  }

  private sealedKey(
    before: ProviderAccount | null,
    wanted: { id: string; baseUrl: string; apiKey: string | null | undefined },
  ): string | null {
    const { id, baseUrl, apiKey } = wanted;
    if (apiKey === undefined) return before?.baseUrl === baseUrl ? before.sealedKey : null;
    if (apiKey === null || apiKey === '') return null;
    return sealText(this.config.encryptionKeys, apiKey, keyContext(id, baseUrl));
  }

  /** A vendor's name belongs to that vendor: its prices go by it. */
  private fitName(name: string, kind: string): string {
    const isVendors = name !== kind && PROVIDER_KINDS.has(name);
    if (!PROVIDER_NAME_PATTERN.test(name) || isReservedName(name) || isVendors) {
      const reason =
        'name is 1 to 32 small letters, digits and -, and no word with another meaning.';
      throw providersErrors.provider_unfit({ reason });
    }
    if (this.registry.isFromEnvironment(name)) throw providersErrors.provider_locked({ name });
    return name;
  }

  private async refuseClash(tx: EntityManager, wanted: ProviderAccount): Promise<void> {
    const rows = await tx.find(ProviderAccount, { select: { id: true, name: true } });
    const others = rows.filter(({ id }) => id !== wanted.id);
    const { name } = wanted;
    if (others.some((other) => other.name === name)) {
      throw providersErrors.provider_name_taken({ name });
    }
    if (others.length >= PROVIDER_ACCOUNTS_MAX) {
      throw providersErrors.too_many_providers({ providersMax: PROVIDER_ACCOUNTS_MAX });
    }
  }

  /** After the ring was rotated: what an old key sealed is sealed with the first one. */
  private async sealAgain(): Promise<void> {
    const keys = this.config.encryptionKeys;
    for (const account of await this.list()) {
      const { id, baseUrl, sealedKey } = account;
      if (sealedKey === null || !isSealedWithOldKey(keys, sealedKey)) continue;
      const apiKey = this.keyOf(account);
      if (apiKey === null) {
        this.log.warn(`the key of provider ${account.name} cannot be opened: save it again`);
        continue;
      }
      const fresh = sealText(keys, apiKey, keyContext(id, baseUrl));
      await this.database.transaction((tx) =>
        tx.update(ProviderAccount, { id, sealedKey }, { sealedKey: fresh }),
      );
    }
  }

  private async changed(): Promise<void> {
    await this.reload();
    this.events.emit('providers.changed', {});
  }

  private async reload(): Promise<void> {
    const enabled = (await this.list()).filter(({ isEnabled }) => isEnabled);
    this.registry.useAccounts(enabled.map((account) => this.toSetting(account)));
  }
}

function blankAccount(nowMs: number): ProviderAccount {
  return {
    id: uuidv7(nowMs),
    name: '',
    kind: '',
    baseUrl: '',
    sealedKey: null,
    isEnabled: true,
    priority: PRIORITY_DEFAULT,
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
  };
}

function fitBaseUrl(given: string | null): string {
  if (given === null)
    throw providersErrors.provider_unfit({ reason: 'This kind needs a base URL.' });
  const baseUrl = normalBaseUrl(given);
  if (baseUrl !== null) return baseUrl;
  const reason = 'The base URL is an http:// or https:// URL without credentials or query.';
  throw providersErrors.provider_unfit({ reason });
}

/** A name that cannot be resolved now may be later: it is judged again whenever it is dialled. */
async function refuseAddress(baseUrl: string): Promise<void> {
  try {
    await assertDiallable(new URL(baseUrl).hostname, 'operator');
  } catch (error) {
    if (error instanceof AddressRefused) throw providersErrors.address_refused({});
  }
}
