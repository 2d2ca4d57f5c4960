import type { PlaceState } from '../../core/schema.gen';

/** In the order in which a desk asks for them. */
export const PLACE_STATES: readonly PlaceState[] = ['VACANT', 'RESERVED', 'DUE_IN', 'OCCUPIED', 'DUE_OUT', 'OVERSTAYED', 'ALLOTTED', 'OUT_OF_SERVICE'];
