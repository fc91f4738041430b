/** The story of a policy as a line with dots, which differ without colour too. */
export const storyStyle = `
.story { list-style: none; margin: 0; padding: 0; border-left: 3px solid var(--line); }
.story li { position: relative; padding: .28rem 0 .28rem 1.2rem; }
.story li::before { content: ""; position: absolute; left: -7px; top: .82rem; width: 9px; height: 9px; border-radius: 50%; background: var(--paper); border: 2px solid var(--deep); }
.story .premium::before { background: var(--deep); }
.story .payout::before, .story .refund::before, .story .reversal::before, .story .claim::before { border-color: var(--warm); border-radius: 0; }
.story .payout::before, .story .refund::before { background: var(--warm); }
.story time { color: var(--soft); margin-right: .7rem; }
`;
