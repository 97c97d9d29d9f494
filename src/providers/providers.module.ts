import { Module } from '@nestjs/common';
import { ProviderRegistry } from './provider-registry';
import { ProvidersService } from './providers.service';

@Module({ providers: [ProviderRegistry, ProvidersService], exports: [ProvidersService] })
export class ProvidersModule {}
