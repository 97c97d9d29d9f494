import { Module } from '@nestjs/common';
import { CatalogueService } from './catalogue.service';
import { ModelsResolver } from './graphql/models.resolver';
import { PricesService } from './prices.service';

@Module({
  providers: [CatalogueService, PricesService, ModelsResolver],
  exports: [CatalogueService, PricesService],
})
export class ModelsModule {}
