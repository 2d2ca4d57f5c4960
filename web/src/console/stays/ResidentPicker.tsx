import { Select } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient } from 'urql';
import type { ResidentFilter } from '../rooms/rooms.gen';
import { FindResidentsDocument, type FindResidentsQuery } from '../rooms/rooms.gen';

export type Found = FindResidentsQuery['residents']['edges'][number]['node'];

/** A whole phone, a whole document number, or a piece of a name. */
function filterOf(typed: string): ResidentFilter {
  const text = typed.trim();
  if (/^\+?\d{11,14}$/.test(text)) return { phone: text };
  if (/\d{6,}/.test(text)) return { documentNumber: text };
  return { name: text };
}

interface Control {
  id?: string;
  value?: string;
  onChange?: (id: string) => void;
  /** Who is already known, so that the choice can be read. */
  known?: readonly Found[];
}

/** Finding someone who is registered. */
export function ResidentPicker({ id, value, onChange, known = [] }: Control) {
  const { t } = useTranslation('stays');
  const client = useClient();
  const [typed, setTyped] = useState('');
  const [found, setFound] = useState<{ for: string; people: readonly Found[] }>({ for: '', people: [] });
  useEffect(() => {
    if (typed.trim().length < 1) return;
    let gone = false;
    const later = setTimeout(() => {
      void client.query(FindResidentsDocument, { filter: filterOf(typed) }, { requestPolicy: 'network-only' }).then(({ data }) => {
        if (!gone) setFound({ for: typed, people: data?.residents.edges.map((edge) => edge.node) ?? [] });
      });
    }, 250);
    return () => {
      gone = true;
      clearTimeout(later);
    };
  }, [typed, client]);
  const isSearching = typed.trim() !== '' && found.for !== typed;
  const people = typed.trim() === '' ? known : found.people;
  return (
    <Select
      {...(id ? { id } : {})}
      showSearch={{ filterOption: false, onSearch: setTyped }}
      {...(value ? { value } : {})}
      onChange={(picked: string) => onChange?.(picked)}
      placeholder={t('findHint')}
      loading={isSearching}
      notFoundContent={typed.trim() === '' ? t('findHint') : t(isSearching ? 'finding' : 'nobody')}
      options={people.map((one) => ({ value: one.id, label: `${one.name} · ${one.phoneMasked} · ${one.documentMasked}` }))}
    />
  );
}
