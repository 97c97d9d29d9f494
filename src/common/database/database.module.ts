import { Global, Module } from '@nestjs/common';
import { Config } from '../config/config';
import { Database } from './database';

@Global()
@Module({
  providers: [
    { provide: Database, useFactory: (config: Config) => Database.open(config), inject: [Config] },
  ],
  exports: [Database],
})
export class DatabaseModule {}
