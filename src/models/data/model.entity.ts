import { Entity } from 'typeorm';
import { ModelView } from '../model.view';

/** Everything about a model is public to admins. */
@Entity('models')
export class Model extends ModelView {}
