export const TERMS = ['standardDays', 'emergencyDays', 'paidDays', 'warrantyDays'] as const;
