import { Controller, Get } from '@nestjs/common';
import { Allow } from '../../common/security/allow';
import { Database } from '../../common/database/database';

@Controller()
export class HealthController {
  constructor(private readonly database: Database) {}

  @Get('/health')
  @Allow('public')
  async health(): Promise<{ status: 'ok' }> {
    await this.database.read.query('SELECT 1');
    return { status: 'ok' };
  }

  @Get('/health/live')
  @Allow('public')
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  @Get('/health/ready')
  @Allow('public')
  ready(): Promise<{ status: 'ok' }> {
    return this.health();
  }
}
