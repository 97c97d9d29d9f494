// For the TypeORM command line only; nothing in src/ imports it.
import 'reflect-metadata';
import { DataSource } from 'typeorm';
import { Config } from './src/common/config/config';
import { loadEnvironment } from './src/common/config/load-environment';
import { dataSourceOptions } from './src/common/database/data-source-options';

export default new DataSource(dataSourceOptions(new Config(loadEnvironment(process.env))));
