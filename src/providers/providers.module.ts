import { Module } from '@nestjs/common';
import { ModelsModule } from '../models/models.module';
import { ProvidersResolver } from './graphql/providers.resolver';
import { ProviderAccounts } from './provider-accounts';
import { ProviderDesk } from './provider-desk';
import { ProviderRegistry } from './provider-registry';
import { ProvidersService } from './providers.service';

@Module({
  imports: [ModelsModule],
  providers: [
    ProviderRegistry,
    ProviderAccounts,
    ProviderDesk,
    ProvidersService,
    ProvidersResolver,
  ],
  exports: [ProvidersService],
})
export class ProvidersModule {}
