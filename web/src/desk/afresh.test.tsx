import { Form, Input } from 'antd';
import { useRef, useState } from 'react';
import { fireEvent, render, screen, waitFor } from '@testing-library/react';
import { expect, test } from 'vitest';
import { ActModal } from './ActModal';
import { afresh } from './afresh';
import { useActForm } from './useActForm';

interface Shown {
  of: string | null;
  onClose: () => void;
}

let keys = 0;

const Dialog = afresh(function Dialog({ of, onClose }: Shown) {
  const act = useActForm<{ reason: string }>();
  const [isSure, setIsSure] = useState(false);
  const key = useRef<number | null>(null);
  return (
    <ActModal<{ reason: string }> open={of !== null} title={of} submit="S" busy={false} act={act} initial={{ reason: `for ${of ?? ''}` }} onClose={onClose} onSubmit={() => { key.current ??= ++keys; act.refuse({ code: 'NO', message: 'R' }); }}>
      <Form.Item name="reason" label="W"><Input /></Form.Item>
      <button type="button" aria-pressed={isSure} onClick={() => setIsSure(true)}>{key.current ?? 'K'}</button>
    </ActModal>
  );
});

function Host() {
  const [of, setOf] = useState<string | null>(null);
  return (
    <>
      <button type="button" onClick={() => setOf('A')}>{'to A'}</button>
      <button type="button" onClick={() => setOf('B')}>{'to B'}</button>
      <Dialog of={of} onClose={() => setOf(null)} />
    </>
  );
}

const reason = (): string => screen.getByLabelText<HTMLInputElement>('W').value;
const sure = (): HTMLElement => screen.getByText(/^(K|\d+)$/);

test('a dialog that opens for another object shows nothing of the one before', async () => {
  render(<Host />);
  fireEvent.click(screen.getByText('to A'));
  expect(reason()).toBe('for A');
  fireEvent.change(screen.getByLabelText('W'), { target: { value: 'typed' } });
  fireEvent.click(sure());
  fireEvent.submit(screen.getByLabelText('W'));
  await waitFor(() => expect(screen.getByRole('alert').textContent).toBe('R'));
  expect([reason(), sure().getAttribute('aria-pressed'), sure().textContent]).toEqual(['typed', 'true', '1']);
  fireEvent.keyDown(screen.getByRole('dialog'), { key: 'Escape' });
  // At once, while the first is still on its way out.
  fireEvent.click(screen.getByText('to B'));
  expect([reason(), sure().getAttribute('aria-pressed'), sure().textContent]).toEqual(['for B', 'false', 'K']);
  expect(screen.queryByRole('alert')).toBeNull();
});

test('what was typed stays while the same dialog stands open', async () => {
  render(<Host />);
  fireEvent.click(screen.getByText('to A'));
  fireEvent.change(screen.getByLabelText('W'), { target: { value: 'typed' } });
  fireEvent.click(screen.getByText('to A'));
  await waitFor(() => expect(reason()).toBe('typed'));
});
