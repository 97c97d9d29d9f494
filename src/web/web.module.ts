import { Module } from '@nestjs/common';
import { GamesModule } from '../games/games.module';
import { PagesController } from './http/pages.controller';
import { WebAssets } from './web-assets';
import { WebPages } from './web-pages';

@Module({
  imports: [GamesModule],
  controllers: [PagesController],
  providers: [WebPages, WebAssets],
})
export class WebModule {}
