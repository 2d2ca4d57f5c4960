import { Select } from 'antd';
import { useData } from '../../core/data/useData';
import { PlatformOrgsDocument } from './covering.gen';

/** One of the district's organisations, by name. */
export function OrgSelect({ id, value, onChange, allowClear = false }: { id?: string; value?: string; onChange?: (id: string) => void; allowClear?: boolean }) {
  const reading = useData(PlatformOrgsDocument, { first: 100, after: null });
  const found = reading.kind === 'data' ? reading.data.partyOrgs.edges.map((edge) => edge.node) : [];
  return (
    <Select<string>
      {...(id ? { id } : {})}
      {...(value ? { value } : {})}
      allowClear={allowClear}
      showSearch={{ optionFilterProp: 'label' }}
      loading={reading.kind === 'loading'}
      onChange={(next) => onChange?.(next)}
      options={found.map((one) => ({ value: one.id, label: one.name }))}
    />
  );
}
