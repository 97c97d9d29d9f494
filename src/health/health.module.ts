import { Module } from '@nestjs/common';
import { HealthController } from './http/health.controller';
import { MetricsController } from './http/metrics.controller';

@Module({ controllers: [HealthController, MetricsController] })
export class HealthModule {}
