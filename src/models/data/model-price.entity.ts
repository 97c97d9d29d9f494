import { Entity } from 'typeorm';
import { ModelPriceView } from '../model-price.view';

/** Everything about a price is public to admins. */
@Entity('model_prices')
export class ModelPrice extends ModelPriceView {}
