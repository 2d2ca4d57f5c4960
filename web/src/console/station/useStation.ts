import { parseAsString, useQueryState } from 'nuqs';
import { useData, type Reading } from '../../core/data/useData';
import { MyStationsDocument, type MyStationsQuery } from './station.gen';

export type MyStation = MyStationsQuery['stations']['edges'][number]['node'];

/** The stations where one works, and the one that is looked at: its id lives in the URL. */
export function useStation(): { reading: Reading<MyStationsQuery>; stations: readonly MyStation[]; station: MyStation | undefined; choose: (id: string) => void } {
  const reading = useData(MyStationsDocument, {}, { policy: 'cache-first' });
  const [id, setId] = useQueryState('station', parseAsString.withOptions({ history: 'push' }));
  const stations = reading.kind === 'data' ? reading.data.stations.edges.map(({ node }) => node) : [];
  return { reading, stations, station: stations.find((one) => one.id === id) ?? stations[0], choose: (next) => void setId(next) };
}
