import { Mutation, Resolver } from '@nestjs/graphql';
import { Allow } from '../../common/security/allow';
import { LedgerService } from '../ledger.service';

@Resolver()
export class LedgerResolver {
  constructor(private readonly ledger: LedgerService) {}

  @Mutation(() => Boolean, {
    description:
      'An admin has seen what the audit found: calls are taken again. True when the audit is clean.',
  })
  @Allow('admin')
  async acknowledgeLedgerAudit(): Promise<boolean> {
    await this.ledger.acknowledgeAudit();
    return this.ledger.latestAudit?.ok ?? false;
  }
}
