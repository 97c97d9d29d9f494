import { Global, Module } from '@nestjs/common';
import { Config } from './config';
import { loadEnvironment } from './load-environment';

@Global()
@Module({
  providers: [{ provide: Config, useFactory: () => new Config(loadEnvironment(process.env)) }],
  exports: [Config],
})
export class ConfigModule {}
