import { useState } from 'react';

export type TextSize = 'normal' | 'large' | 'larger';

// How the screen looks, nothing about persons: may stay in the browser.
const STORED = 'tsunagu.textSize';

export function storedTextSize(): TextSize {
  try {
    const v = localStorage.getItem(STORED);
    return v === 'large' || v === 'larger' ? v : 'normal';
  } catch {
    return 'normal';
  }
}

export function applyTextSize(size: TextSize = storedTextSize()): void {
  if (size === 'normal') delete document.documentElement.dataset.text;
  else document.documentElement.dataset.text = size;
}

export function useTextSize(): [TextSize, (size: TextSize) => void] {
  const [size, setSize] = useState(storedTextSize);
  return [
    size,
    (next) => {
      setSize(next);
      applyTextSize(next);
      try {
        localStorage.setItem(STORED, next);
      } catch {
        // Storage is off: the size holds until the page is left.
      }
    },
  ];
}
