import { render, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { Field } from './Field';

test('a date that was chosen is said as we write it, whatever the device writes', () => {
  render(<Field label="A" type="date" hint="B" value="2026-11-22" onChange={() => undefined} />);
  const told = document.getElementById(screen.getByLabelText('A').getAttribute('aria-describedby') ?? '');
  expect(told?.textContent).toBe('2026年11月22日 周日B');
});

test('nothing is said of a date that was not chosen, nor of other fields', () => {
  render(<><Field label="A" type="date" value="" onChange={() => undefined} /><Field label="C" value="2026-11-22" onChange={() => undefined} /></>);
  expect(document.querySelectorAll('.hint')).toHaveLength(0);
});
