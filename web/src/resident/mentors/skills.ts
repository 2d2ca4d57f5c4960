import type { MentorSkill } from '../../core/schema.gen';

export const SKILLS: readonly MentorSkill[] = ['CAREER', 'COOKING', 'DESIGN', 'FINANCE', 'FITNESS', 'GARDENING', 'HANDICRAFT', 'LANGUAGE', 'LAW', 'MUSIC', 'PARENTING', 'PHOTOGRAPHY', 'PROGRAMMING', 'REPAIR', 'VIDEO', 'WRITING'];
