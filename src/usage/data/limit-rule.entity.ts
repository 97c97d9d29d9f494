import { Entity } from 'typeorm';
import { LimitRuleView } from '../limit-rule.view';

/** Everything about a limit rule is public to admins. */
@Entity('limit_rules')
export class LimitRule extends LimitRuleView {}
