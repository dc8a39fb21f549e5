/** The product's mark: two open rings and what joins them. */
export function Mark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true" className={className}>
      <rect width="32" height="32" rx="7" className="fill-key-900" />
      <g fill="none" stroke="#fff" strokeWidth="3.2" strokeLinecap="round">
        <path d="M14 11h-3.5a5 5 0 0 0 0 10H14" />
        <path d="M18 11h3.5a5 5 0 0 1 0 10H18" />
        <path d="M12.5 16h7" />
      </g>
    </svg>
  );
}
