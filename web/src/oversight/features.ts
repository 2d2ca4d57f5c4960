/** Every feature folder of the oversight, found by its name. */
import { featuresOf, type Feature } from '../core/features';

export const features = featuresOf(import.meta.glob<{ feature: Feature }>('./*/feature.tsx', { eager: true }));
