import { useData } from '../../core/data/useData';
import { PartnersDocument } from '../partners/partners.gen';

/** The partners that take part, to pick one; asked for once they are wanted. */
export function useUnits(isWanted: boolean): { value: string; label: string }[] {
  const reading = useData(PartnersDocument, { first: 100 }, { pause: !isWanted });
  const found = reading.kind === 'data' ? reading.data.partners.edges.map((one) => one.node) : [];
  return found.filter((one) => !one.retiredAt).map((one) => ({ value: one.id, label: one.name }));
}
