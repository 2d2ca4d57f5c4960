/** The communities that one may see, for choosing among them; the choice lives in the URL. */
import { parseAsString, useQueryState } from 'nuqs';
import { useData, type Reading } from '../../core/data/useData';
import { PlacesDocument, type PlacesQuery } from './places.gen';

export type Community = PlacesQuery['communities']['edges'][number]['node'];
export type Building = Community['buildings'][number];

export function usePlaces(): { reading: Reading<PlacesQuery>; communities: Community[] } {
  const reading = useData(PlacesDocument, {}, { policy: 'cache-first' });
  return { reading, communities: reading.kind === 'data' ? reading.data.communities.edges.map((edge) => edge.node) : [] };
}

/** The community of the URL; none, or a foreign one, means all of them. */
export function useCommunityFilter() {
  const { communities } = usePlaces();
  const [id, setId] = useQueryState('community', parseAsString.withOptions({ history: 'push' }));
  return { communities, id: communities.length > 0 && !communities.some((one) => one.id === id) ? null : id, setId };
}
