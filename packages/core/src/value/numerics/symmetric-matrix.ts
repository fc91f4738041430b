/** A symmetric matrix, row after row. */
export type SymmetricMatrix = Float64Array;

/** The lower triangle whose square is the matrix; undefined where the matrix is not positive definite. */
export function cholesky(matrix: SymmetricMatrix, size: number): Float64Array | undefined {
  const lower = new Float64Array(size * size);
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column <= row; column += 1) {
      let sum = matrix[row * size + column] as number;
      for (let k = 0; k < column; k += 1) sum -= (lower[row * size + k] as number) * (lower[column * size + k] as number);
      if (row === column && !(sum > 0)) return undefined;
      lower[row * size + column] = row === column ? Math.sqrt(sum) : sum / (lower[column * size + column] as number);
    }
  }
  return lower;
}

/** The solution x of L Lᵀ x = right, with L of {@link cholesky}. */
export function solve(lower: Float64Array, right: Float64Array): Float64Array {
  const size = right.length;
  const solution = Float64Array.from(right);
  for (let row = 0; row < size; row += 1) {
    for (let k = 0; k < row; k += 1)
      solution[row] = (solution[row] as number) - (lower[row * size + k] as number) * (solution[k] as number);
    solution[row] = (solution[row] as number) / (lower[row * size + row] as number);
  }
  for (let row = size - 1; row >= 0; row -= 1) {
    for (let k = row + 1; k < size; k += 1)
      solution[row] = (solution[row] as number) - (lower[k * size + row] as number) * (solution[k] as number);
    solution[row] = (solution[row] as number) / (lower[row * size + row] as number);
  }
  return solution;
}

/** The diagonal of the inverse of L Lᵀ. */
export function inverseDiagonal(lower: Float64Array, size: number): Float64Array {
  return Float64Array.from({ length: size }, (_, index) => {
    const unit = new Float64Array(size);
    unit[index] = 1;
    return solve(lower, unit)[index] as number;
  });
}
