import { Module } from '@nestjs/common';
import { PagesController } from './http/pages.controller';
import { WebAssets } from './web-assets';
import { WebPages } from './web-pages';

@Module({ controllers: [PagesController], providers: [WebPages, WebAssets] })
export class WebModule {}
